from . import bas_partner_history, bas_trade_reports
from . import bas_plan_fact_report, bas_plan_fact_query, bas_plan_fact_scope
