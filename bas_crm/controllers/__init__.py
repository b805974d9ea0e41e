from . import ical, offer_portal, sales_plan_xlsx, manager_export
