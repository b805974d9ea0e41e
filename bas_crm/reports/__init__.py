from . import bas_partner_history, bas_trade_reports, bas_manager_report, bas_manager_print
