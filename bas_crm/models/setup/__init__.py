"""The first evening of a firm: the screen «Getting Started», computed from what is there, and what its cards set up.

``setup.py`` is the screen and its steps; the other files hold the cards, each with what it opens (``wizards/setup/``).
"""
from . import (
    setup,
    ukrainian,
    firm_cards,
    sales_cards,
    stages,
    menu,
)
