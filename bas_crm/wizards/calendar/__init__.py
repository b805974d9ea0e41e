from . import (
    entry,
)
