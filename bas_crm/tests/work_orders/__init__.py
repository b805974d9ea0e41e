from . import (
    test_work_order,
    test_work_order_cancel,
    test_work_order_concurrency,
    test_work_order_print,
    test_work_order_tasks,
)
