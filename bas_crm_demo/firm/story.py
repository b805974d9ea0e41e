"""Creates the firm chapter by chapter; each chapter needs records of the previous ones."""
from . import before
from .absences import plan_absences
from .calendars import keep_calendars
from .company import open_company
from .contracts import sign_contracts
from .counterparties import meet_counterparties
from .debts import remind_of_debts
from .events import plan_events
from .firm import Firm
from .invoices import ship_and_collect
from .leads import receive_leads
from .lists import move_list_in
from .money import keep_books
from .orders import open_order_book, take_orders
from .past import bring_past_sales
from .people import hire_people
from .plans import plan_sales
from .products import fill_catalogue
from .stages import tell_stages
from .tasks import plan_tasks
from .works import take_work_orders

CHAPTERS = (
    open_company,
    keep_books,
    open_order_book,
    hire_people,
    meet_counterparties,
    fill_catalogue,
    bring_past_sales,
    receive_leads,
    sign_contracts,
    take_orders,
    ship_and_collect,
    keep_calendars,
    plan_events,
    plan_tasks,
    take_work_orders,
    tell_stages,
    plan_sales,
    plan_absences,
    remind_of_debts,
    before.bring_admin,
    move_list_in,
)


def tell(env):
    """Create the firm.

    :return: ``res.company``
    """
    _speak_ukrainian(env)
    before.prepare(env)
    firm = Firm(env)
    for chapter in CHAPTERS:
        chapter(firm)
    env.flush_all()
    return firm.company


def _speak_ukrainian(env):
    """Install Ukrainian, the language of the firm's users, if the database does not have it."""
    language = env['res.lang'].with_context(active_test=False).search([('code', '=', 'uk_UA')])
    if not language.active:
        env['base.language.install'].create({'lang_ids': [(6, 0, language.ids)]}).lang_install()
