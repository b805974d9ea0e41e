from . import (
    test_agenda,
    test_agenda_access,
    test_agenda_concurrency,
    test_agenda_outcome,
    test_agenda_plan,
    test_agenda_steps,
    test_agenda_speed,
    test_day_tours,
)
