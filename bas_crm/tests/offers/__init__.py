from . import (
    test_offer,
    test_offer_access,
    test_offer_combo,
    test_offer_concurrency,
    test_offer_portal,
    test_offer_print,
    test_offer_property,
    test_offer_texts,
    test_offer_update,
    test_signed_order,
)
