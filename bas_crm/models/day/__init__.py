"""The day of a manager and the morning of the firm: what is to be done, what is owed, who stands in for whom."""
from . import (
    res_company,
    step,
    event_step,
    work_step,
    activity_step,
    document_step,
    debt_reminder,
    res_partner,
    handover,
    deputy,
    handover_line,
    handover_pass,
    handover_plans,
    handover_undo,
)
