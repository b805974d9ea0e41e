from . import (
    event_move,
)
