from . import (
    test_setup_cards,
    test_setup_people,
    test_setup_ukrainian,
)
