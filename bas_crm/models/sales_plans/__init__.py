"""Sales plans: the table, its sources, revisions, deviations, progress."""
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
