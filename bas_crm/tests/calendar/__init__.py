from . import (
    test_board_columns,
    test_board_speed,
    test_calendar_entry,
    test_calendar_mirror,
    test_calendar_mirror_property,
    test_calendar_rename,
    test_calendar_screens,
    test_employee_calendar,
    test_ical,
    test_planning_access,
    test_usual_length,
)
