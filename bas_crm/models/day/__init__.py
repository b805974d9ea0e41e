"""The day: what is to be done today, what is owed, who stands in for whom, and what is handed over."""
from . import (
    debt_reminder,
    res_partner,
    handover,
    deputy,
    handover_line,
    handover_pass,
    handover_plans,
    handover_undo,
)
