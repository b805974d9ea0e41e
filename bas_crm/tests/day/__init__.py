"""The day: what is to be done, who stands in for whom, what is handed over."""
from . import (
    test_agenda,
    test_agenda_access,
    test_agenda_concurrency,
    test_agenda_outcome,
    test_agenda_plan,
    test_agenda_steps,
    test_agenda_speed,
    test_deputy,
    test_deputy_access,
    test_handover,
    test_handover_leaver,
    test_handover_plans,
    test_handover_ui,
    test_manager_change,
)
