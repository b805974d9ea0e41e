"""What the reports share: periods, currency, the funnel, the managers."""
from . import (
    report_mixin,
    funnel_mixin,
    manager_period,
    manager_figures,
    open_items,
)
