from . import bas_partner_history
