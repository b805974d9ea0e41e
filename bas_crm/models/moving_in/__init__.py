"""Moving in: the lists of another program become records here, in batches, and can be undone."""
from . import (
    session,
    table,
    row,
    question,
    change,
    kind,
    hints,
    assistant,
)
