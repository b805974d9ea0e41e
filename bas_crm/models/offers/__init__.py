"""Commercial offers of an order: variants, printed, sent, accepted or declined online."""
from . import (
    offer_template,
    offer,
    offer_line,
    offer_combo,
    choice,
    comparison,
    reply,
    papers,
    offer_print,
    sale_order_offer,
    signed,
)
