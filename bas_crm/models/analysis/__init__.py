"""Mixins and abstract models of the reports: periods, currency, the funnel, the managers' figures."""
from . import (
    report_mixin,
    funnel_mixin,
    manager_period,
    manager_figures,
    open_work,
)
