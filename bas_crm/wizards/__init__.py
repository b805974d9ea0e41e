from . import crm_lead_lost, lead_convert
