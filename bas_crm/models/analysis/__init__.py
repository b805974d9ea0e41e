"""What the reports share: periods, currency, the funnel, the managers."""
from . import (
    report_mixin,
    report_currency,
    funnel_mixin,
    funnel_figures,
    manager_period,
    manager_figures,
    manager_indexes,
)
