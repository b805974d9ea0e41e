from . import counterparties, leads, orders, offers, calendar, activities, sales_plans, setup, day
