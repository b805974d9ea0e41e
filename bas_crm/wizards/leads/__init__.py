from . import (
    lost,
    convert,
)
