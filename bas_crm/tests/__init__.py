from . import (
    common,
    test_access,
    test_contract,
    test_contract_print,
    test_conversion,
    test_conversion_concurrency,
    test_conversion_speed,
    test_counterparty,
    test_lead,
    test_order_terms,
    test_tools,
    test_ui,
)
