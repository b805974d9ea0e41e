"""The day: what is to be done, what is owed, who stands in for whom, what is handed over."""
from . import (
    common_debts,
    test_debtors,
    test_debt_reminders,
    test_debtors_ui,
    test_deputy,
    test_deputy_access,
    test_handover,
    test_handover_leaver,
    test_handover_plans,
    test_handover_ui,
    test_manager_change,
)
