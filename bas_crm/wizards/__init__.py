from . import base_partner_merge, calendar_entry, crm_lead_lost, event_move, lead_convert, mail_compose_message
from . import offer_choice, order_cancel, sale_order_discount
from . import sales_plan_fill, sales_plan_fill_notes, sales_plan_fill_error
from . import sales_plan_import, sales_plan_import_file, sales_plan_import_search
from . import sales_plan_steps
