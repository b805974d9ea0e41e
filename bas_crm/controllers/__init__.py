from . import funnel_export, ical, import_reconciliation, manager_export, offer_portal, report_xlsx, sales_plan_xlsx
