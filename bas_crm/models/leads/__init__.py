"""Who may become a customer: leads, the search for a known customer, the decision, and what it makes."""
from . import (
    utm_source,
    crm_lead,
    decision,
    mail_activity,
    search,
    customer,
    conversion,
)
