"""What people do and look at every day: the steps of a manager («Мій день»), and who owes what."""
from . import (
    agenda,
    agenda_query,
    agenda_sums,
    agenda_board,
    agenda_texts,
    agenda_steps,
    agenda_plan,
    debtor_report,
    money_report,
    morning_print,
)
