"""Mixins and abstract models of the reports: periods and their comparison, currency, the funnel, the managers' figures."""
from . import (
    report_mixin,
    comparison,
    funnel_comparison,
    funnel_mixin,
    funnel_figures,
    manager_period,
    manager_figures,
    manager_sources,
)
