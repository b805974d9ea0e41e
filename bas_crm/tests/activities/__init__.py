from . import (
    test_event,
    test_event_delivery,
    test_event_whom,
    test_event_hours,
    test_event_message,
    test_event_speed,
    test_work_task,
    test_work_task_billing,
    test_work_task_print,
)
