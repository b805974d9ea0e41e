from . import (
    partner_history,
    partner_history_search,
)
