from . import outcome, manager_change, leaver, debt_remind, debt_remind_line, debt_letter, debt_remind_send
