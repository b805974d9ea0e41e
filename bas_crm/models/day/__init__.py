"""The day of a manager and the morning of the firm: what is to be done, who stands in for whom, and what is handed over."""
from . import (
    res_company,
    step,
    event_step,
    work_step,
    activity_step,
    document_step,
    handover,
    deputy,
    handover_line,
    handover_pass,
    handover_plans,
    handover_undo,
)
