from . import counterparties, leads, orders, offers, calendar, activities, sales_plans, moving_in, day
