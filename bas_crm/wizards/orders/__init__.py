from . import (
    order_cancel,
    sale_order_discount,
)
