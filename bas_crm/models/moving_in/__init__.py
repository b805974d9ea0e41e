"""Moving in: the lists of another program become records here, in batches, and can be undone.

A session (``session.py``) has files, which ``recognition.py`` turns into lists, columns and rows. ``batch.py`` leads the rows of
a list into records by the rules of its kind (``kind.py`` and one file per kind), through ``reading.py``, ``references.py``,
``matching.py``, ``policy.py`` and ``saving.py``. ``undo.py`` gives everything back.
"""
from . import (
    session,
    table,
    row,
    question,
    change,
    recognition,
    steps,
    error_file,
    undo,
    kind,
    dependents,
    counterparty,
    contact,
    contact_info,
    contract,
    bank_account,
    item_group,
    item,
    price,
    sale,
    shipment,
    debt,
    debt_entry,
    lead_values,
    lead,
    event,
    task,
    plan,
    order_quiet,
    order,
    work_order,
    order_line,
    hints,
    assistant,
    figure_search,
    reconciliation,
    reconciliation_orders,
    reconciliation_debts,
)

# «Getting Started»: the first evening of a firm
from . import setup, setup_ukrainian, setup_firm_cards, setup_sales_cards, setup_stages, setup_menu
