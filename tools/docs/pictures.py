"""What the pictures of the user's guide show."""
from typing import NamedTuple

DESK, PHONE = (1400, 900), (375, 812)
HEAD, ADMINISTRATOR = ('head@zatyshok.example', 'demo'), ('admin', 'admin')


class Picture(NamedTuple):
    """A screen of the web client.

    :param path: after ``/odoo``
    :param clicks: selectors (of Playwright) clicked one after another
    """

    name: str
    path: str
    clicks: tuple = ()
    size: tuple = DESK
    person: tuple = HEAD


FIRST_ROW, FIRST_CARD = '.o_data_row td[name=name], .o_data_row td[name=complete_name]', '.o_kanban_record:not(.o_kanban_ghost)'

PICTURES = [
    Picture('leads-board', 'bas-leads'),
    Picture('leads-board-phone', 'bas-leads', size=PHONE),
    Picture('lead-form', 'bas-leads', (FIRST_CARD,)),
    Picture('lead-known', 'bas-leads', ('.o_kanban_record:has-text("Ще раз")', 'button[name=action_convert_to_customer]')),
    Picture('leads-analysis', 'bas-leads-analysis'),
    Picture('partners-list', 'bas-counterparties'),
    Picture('partner-form', 'bas-counterparties', (FIRST_ROW,)),
    Picture('contracts-list', 'bas-contracts'),
    Picture('contract-form', 'bas-contracts', (FIRST_ROW,)),
    Picture('order-form', 'bas-orders', (FIRST_ROW,)),
    Picture('settings', 'bas-settings', person=ADMINISTRATOR),
]
