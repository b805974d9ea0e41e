"""Commercial offers of an order: variants, printed, sent, accepted or declined online."""
from . import (
    offer_template,
    offer,
    offer_line,
    choice,
    reply,
    papers,
    offer_print,
    sale_order_offer,
    signed,
)
