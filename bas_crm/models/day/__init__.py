"""The day: what is to be done today, what is owed, and who stands in for whom."""
from . import (
    debt_reminder,
    res_partner,
)
