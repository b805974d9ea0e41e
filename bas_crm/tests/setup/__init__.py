"""The first evening of a firm: cards, dialogs and people."""
from . import test_setup_cards, test_setup_people, test_setup_stages, test_setup_ui, test_setup_ukrainian
