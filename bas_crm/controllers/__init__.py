from . import funnel_export, ical, manager_export, offer_portal, sales_plan_xlsx
