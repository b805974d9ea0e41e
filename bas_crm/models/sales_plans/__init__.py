"""Sales plans: the table of figures, sources to fill it from, revisions, deviations and progress."""
from . import (
    plan,
    overlap,
    plan_line,
    matrix,
    cells,
    currency,
    sources,
    fill,
    xlsx,
    revision,
    progress,
    deviation,
    plan_print,
)
