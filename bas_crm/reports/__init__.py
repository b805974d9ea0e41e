from . import shared, counterparties, orders, analysis, moving_in, day
