"""What people do and look at every day: the steps of a manager («Мій день») and the morning of an owner («Ранок»).

Steps of all kinds are finished, moved and followed by a next step in the same way.
"""
from . import (
    res_company,
    step,
    event_step,
    work_step,
    activity_step,
    document_step,
    debt_reminder,
    res_partner,
    morning,
    morning_money,
    morning_plan,
    morning_work,
    morning_letter,
    handover,
    deputy,
    handover_line,
    handover_pass,
    handover_plans,
    handover_undo,
)
