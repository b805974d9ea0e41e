"""What is done for a customer: events (calls, meetings, letters, SMS) and work tasks with their hours and invoices."""
from . import (
    status,
    planned_mixin,
    event_basis,
    event_subject,
    event,
    followup,
    message,
    work_type,
    work_task,
    work_task_line,
    billing,
)
