"""What the pictures of the user's guide show."""
from collections.abc import Callable
from typing import NamedTuple

from testing.browser import ADMINISTRATOR, DESK, HEAD, MANAGER, PHONE

from docs.moving_files import make_lists


class Picture(NamedTuple):
    """A screen of the web client.

    :param path: after ``/odoo``
    :param ticks: selectors (of Playwright) of boxes that are ticked first
    :param clicks: selectors clicked one after another
    :param fills: pairs of a field and a person chosen in it, after the clicks
    :param files: function that makes the files dropped on the screen first, as Playwright takes them
    :param after: selectors clicked when the picture is taken, so that the other pictures stay as they were
    """

    name: str
    path: str
    clicks: tuple = ()
    ticks: tuple = ()
    fills: tuple = ()
    size: tuple = DESK
    person: tuple = HEAD
    files: Callable | None = None
    after: tuple = ()


def row(text):
    """:return: selector of a row of a list, by a text in it"""
    return f'.o_data_row:has-text("{text}") td.o_data_cell >> nth=1'


def card(text):
    """:return: selector of the title of a card on a board"""
    return f'.o_kanban_record:has-text("{text}") .fw-bold'


def calendar(name):
    """:return: selector of the box that shows a calendar on the board"""
    return f'.o_calendar_filter_item:has-text("{name}") input'


PICTURES = [
    Picture('morning', 'bas-morning'),
    Picture('morning-phone', 'bas-morning', size=PHONE),
    Picture('my-day', 'bas-my-day', person=MANAGER),
    Picture('my-day-phone', 'bas-my-day', size=PHONE, person=MANAGER),
    Picture('my-day-outcome', 'bas-my-day', ('.o_bas_agenda_done >> nth=0',), person=MANAGER),
    Picture('debtors', 'bas-debtors', person=MANAGER),
    Picture('debtors-phone', 'bas-debtors', size=PHONE, person=MANAGER),
    Picture('debt-letter', 'bas-debtors', ('.o_list_view thead .o_list_record_selector input', 'button[name=action_remind]'),
            person=MANAGER),
    Picture('absences', 'bas-absences'),
    Picture('my-day-colleague', 'bas-my-day', (
        '.o_searchview_dropdown_toggler', '.o_filter_menu .o-dropdown-item:has-text("За колегу")',
        '.o_searchview_dropdown_toggler')),
    Picture('handover', 'bas-handovers', ('.o_list_button_add',), fills=(('user_id', 'Бондар'), ('deputy_id', 'Мельник')),
            after=('.o_form_button_cancel',)),
    Picture('leads-board', 'bas-leads'),
    Picture('leads-board-phone', 'bas-leads', size=PHONE),
    Picture('lead-form', 'bas-leads', (card('весільної зали'),)),
    Picture('lead-known', 'bas-leads', (card('Ще раз'), 'button[name=action_convert_to_customer]')),
    Picture('leads-analysis', 'bas-leads-analysis'),
    Picture('partners-list', 'bas-counterparties'),
    Picture('partner-form', 'bas-counterparties', (row('Вишневий Сад'),)),
    Picture('contracts-list', 'bas-contracts'),
    Picture('contract-form', 'bas-contracts', (row('Вишневий Сад'),)),
    Picture('orders-board', 'bas-orders', ('.o_switch_view.o_kanban',)),
    Picture('orders-list', 'bas-orders'),
    Picture('order-types', 'bas-order-types', (row('Продажі'),)),
    Picture('work-orders-board', 'bas-work-orders', ('.o_switch_view.o_kanban',)),
    Picture('work-order-form', 'bas-work-orders', (row('Срібна Криниця'), '.nav-link[name=performers]')),
    Picture('order-form', 'bas-orders', (row('Вишневий Сад'),)),
    Picture('order-offers', 'bas-orders', (row('Срібна Криниця'), '.nav-link[name=offers]')),
    Picture('offer-form', 'bas-offers', (row('На всі номери'),), person=MANAGER),
    Picture('events-list', 'bas-my-events', person=MANAGER),
    Picture('event-form', 'bas-my-events', (row('Нагадати про оплату'),), person=MANAGER),
    Picture('partner-history', 'bas-counterparties', (row('Буд-Ладо'), 'button[name=action_view_history]')),
    Picture('task-form', 'bas-work-tasks', (row('Пошиття вуалі'),)),
    Picture('board-week', 'bas-calendar'),
    Picture('board-entry', 'bas-calendar', ('.o-calendar-button-new',)),
    Picture('board-people', 'bas-calendar', ('.o_view_scale_selector button', '.o-dropdown--menu .o_scale_button_day'),
            (calendar('Лисенко'), calendar('Поліщук'), calendar('Савчук')), person=MANAGER),
    Picture('board-phone', 'bas-calendar', size=PHONE, person=MANAGER),
    Picture('plan-cards', 'bas-plan-completion'),
    Picture('plan-fact-pivot', 'bas-plan-completion', (card('кв.'),)),
    Picture('plan-fact-graph', 'bas-plan-completion', (card('кв.'), '.o_switch_view.o_graph')),
    Picture('plan-gap', 'bas-sales-plans', (
        '.o_data_row:has-text("Номенклатура"):has-text("Затверджено") td.o_data_cell >> nth=1', '.nav-link[name=gap]')),
    Picture('plan-year', 'bas-sales-plans', (
        '.o_data_row:has-text("Категорія"):not(:has-text("кв.")):not(:has-text("–")) td.o_data_cell >> nth=1',)),
    Picture('plan-fill', 'bas-sales-plans', (row('Чернетка'), 'button:has-text("Заповнити…")')),
    Picture('funnel', 'bas-funnel'),
    Picture('funnel-managers', 'bas-funnel', (
        '.o_searchview_dropdown_toggler', '.o_group_by_menu .o-dropdown-item:has-text("Менеджер")',
        '.o_searchview_dropdown_toggler')),
    Picture('funnel-phone', 'bas-funnel', size=PHONE),
    Picture('funnel-leads', 'bas-lead-funnel'),
    Picture('stage-time', 'bas-stage-time'),
    Picture('stuck-orders', 'bas-stuck-orders'),
    Picture('managers-revenue', 'bas-managers'),
    Picture('managers-events', 'bas-managers', ('[data-indicator=events]',)),
    Picture('managers-phone', 'bas-managers', size=PHONE),
    Picture('setup', 'bas-setup', person=ADMINISTRATOR),
    Picture('setup-phone', 'bas-setup', size=PHONE, person=ADMINISTRATOR),
    Picture('setup-logo', 'bas-setup', ('[data-step=logo]',), person=ADMINISTRATOR),
    Picture('setup-stages', 'bas-setup', ('[data-step=stages]',), person=ADMINISTRATOR),
    Picture('setup-person', 'bas-setup', ('[data-step=person]',), person=ADMINISTRATOR),
    Picture('setup-leaver', 'bas-setup', ('[data-step=leaver]',), person=ADMINISTRATOR),
    Picture('moving-files', 'bas-moving-in'),
    Picture('moving-lists', 'bas-moving-in', files=make_lists),
    Picture('moving-check', 'bas-moving-in', ('.o_bas_import_check',), files=make_lists),
    Picture('moving-result', 'bas-moving-in', ('.o_bas_import_check', '.o_bas_import_start'), files=make_lists,
            after=('.o_bas_import_undo', '.modal-footer .btn-danger')),
    Picture('settings', 'bas-settings', person=ADMINISTRATOR),
]
