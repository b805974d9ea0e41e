"""What people do and look at every day: the steps of a manager («Мій день»)."""
from . import (
    agenda,
    agenda_query,
    agenda_texts,
    agenda_steps,
    agenda_plan,
)
