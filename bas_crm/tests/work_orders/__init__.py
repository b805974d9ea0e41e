from . import (
    test_work_order,
    test_work_order_call_off,
    test_work_order_concurrency,
    test_work_order_print,
    test_work_order_tasks,
)
