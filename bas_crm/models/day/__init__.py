"""What people do and look at every day: the morning of an owner («Ранок»)."""
from . import morning, morning_money, morning_plan, morning_work, morning_letter
