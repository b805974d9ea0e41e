"""One room per chapter of the business, in the order in which they may build on each other; lint holds that order."""
from . import (
    shared, counterparties, leads, orders, offers, work_orders, calendar, activities, sales_plans, analysis,
    setup, moving_in, day,
)

# Comes last: its checks run before what the models of the rooms do.
from . import protected_models
