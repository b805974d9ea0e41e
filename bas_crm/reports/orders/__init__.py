from . import (
    trade_reports,
)
