from . import manager_change, leaver
from . import debt_remind, debt_remind_line, debt_letter, debt_remind_send
