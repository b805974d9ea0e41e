"""The day and the morning."""
from . import (
    test_agenda,
    test_agenda_access,
    test_agenda_concurrency,
    test_agenda_outcome,
    test_agenda_plan,
    test_agenda_steps,
    test_agenda_speed,
    test_debtors,
    test_debt_reminders,
    test_debtors_ui,
    test_morning,
    test_morning_days,
    test_morning_letter,
    test_morning_print,
    test_morning_ui,
)
