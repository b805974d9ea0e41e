"""Work orders: who does the work and when, and the tasks planned for them."""
from . import (
    sale_order_work,
    performer,
    work_plan,
    work_move,
    work_call_off,
    work_print,
)
