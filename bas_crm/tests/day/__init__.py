"""The day and the morning."""
from . import test_morning, test_morning_days, test_morning_letter, test_morning_print, test_morning_ui
