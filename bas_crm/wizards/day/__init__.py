from . import (
    outcome,
)
