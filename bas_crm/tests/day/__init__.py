<<<<<<< HEAD
=======
"""The day: what is to be done, what is owed, who stands in for whom, what is handed over."""
>>>>>>> main
from . import (
    common_debts,
    test_agenda,
    test_agenda_access,
    test_agenda_concurrency,
    test_agenda_outcome,
    test_agenda_plan,
    test_agenda_speed,
    test_agenda_steps,
    test_day_tours,
    test_debt_reminders,
    test_debtors,
    test_debtors_ui,
    test_deputy,
    test_deputy_access,
    test_handover,
    test_handover_leaver,
    test_handover_plans,
    test_handover_ui,
    test_manager_change,
)
