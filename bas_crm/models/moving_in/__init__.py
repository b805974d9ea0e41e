"""Moving in: the lists of another program become records here, in batches, and can be undone."""
from . import (
    session,
    table,
    row,
    question,
    change,
    kind,
)

# «Getting Started»: the first evening of a firm
from . import setup, setup_ukrainian, setup_firm_cards, setup_sales_cards, setup_stages, setup_menu
