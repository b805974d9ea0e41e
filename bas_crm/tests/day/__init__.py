from . import (
    common_debts,
    test_debtors,
    test_debt_reminders,
    test_debtors_ui,
)
