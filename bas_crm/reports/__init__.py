from . import bas_partner_history, bas_trade_reports
