"""Work orders: who does the work and when, and the tasks planned for them."""
from . import (
    sale_order_work,
    performer,
    work_tasks,
    work_print,
)
