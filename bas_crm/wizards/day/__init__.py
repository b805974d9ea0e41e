from . import (
    outcome,
    debt_remind,
    debt_remind_line,
    debt_letter,
    debt_remind_send,
    manager_change,
    leaver,
)
