from . import funnel_export, ical, manager_export, offer_portal, report_xlsx, sales_plan_xlsx
