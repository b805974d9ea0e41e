"""Moving in: the first evening of a firm in the application."""
from . import (
    setup,
    setup_ukrainian,
    setup_firm_cards,
    setup_sales_cards,
    setup_stages,
    setup_menu,
)
