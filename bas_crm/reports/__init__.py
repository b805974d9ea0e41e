from . import bas_partner_history, bas_trade_reports
from . import bas_plan_fact_report, bas_plan_fact_query
from . import bas_manager_report, bas_manager_print, bas_cancellation_report, bas_customer_base_report
