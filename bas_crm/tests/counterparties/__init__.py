from . import (
    test_contract,
    test_contract_print,
    test_counterparty,
    test_counterparty_by_hand,
    test_counterparty_money,
    test_counterparty_screens,
    test_duplicate_warning,
    test_partner_history,
)
