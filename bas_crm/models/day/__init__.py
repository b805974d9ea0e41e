"""The day of a manager: steps of all kinds are finished, moved and followed by a next step in the same way."""
from . import (
    res_company,
    step,
    event_step,
    work_step,
    activity_step,
    document_step,
)
