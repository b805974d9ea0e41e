from . import funnel_export, ical, offer_portal, sales_plan_xlsx
from . import ical, offer_portal, sales_plan_xlsx, manager_export
