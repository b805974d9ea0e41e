from . import (
    report_print,
    palette,
)
