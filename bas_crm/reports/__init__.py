from . import bas_partner_history, bas_partner_history_search, bas_trade_reports
from . import bas_plan_fact_report, bas_plan_fact_query, bas_plan_fact_scope
from . import bas_report_print
from . import bas_funnel_report, bas_funnel_query, bas_funnel_quick, bas_lead_funnel_report, bas_order_standing, bas_funnel_print
from . import bas_manager_report, bas_manager_print, bas_cancellation_report, bas_customer_base_report
