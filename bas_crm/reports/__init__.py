from . import shared, counterparties, orders, analysis
