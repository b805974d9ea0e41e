"""Customer orders: types, stages and stage history, invoices and payments, cost, sales before the move, prints of a sale."""
from . import (
    trade_print,
    trade_print_table,
    sale_order,
    cancel_reason,
    order_type,
    order_stage,
    stage_log,
    progress,
    stage,
    invoicing,
    cost,
    sales_history,
    account_move,
    printed,
)
