from . import (
    test_conversion,
    test_conversion_concurrency,
    test_conversion_linking,
    test_conversion_speed,
    test_lead,
    test_lead_decision,
    test_lead_screens,
    test_lead_search,
    test_lead_steps,
)
