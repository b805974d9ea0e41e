"""Leads: search for known counterparties, the decision on a lead, and the conversion into a customer."""
from . import (
    utm_source,
    crm_lead,
    decision,
    search,
    customer,
    conversion,
)
