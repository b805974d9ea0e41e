"""Days are the user's: the add-on makes them by its helpers only."""
import pytest
from lint import days

MODEL = 'bas_crm/models/order.py'
#: one of each kind that was found in the code, and what else does the same
WRONG = [
    'day = self.date_order.date()',
    'day = fields.Datetime.now().date()',
    'day = fields.Datetime.context_timestamp(self, moment).date()',
    'day = fields.Date.today()',
    'day = fields.Date.context_today(self)',
    'date = fields.Date(default=fields.Date.context_today)',
    'now = fields.Datetime.context_timestamp(self, moment)',
    'day = date.today()',
    'now = datetime.now()',
    'now = datetime.utcnow()',
    'zone = self.env.tz',
    'year = self.create_date.year',
    'number = self.date_order.isocalendar()',
    'day = fields.Date.to_date(order.commitment_date)',
    "text = self.signed_on.strftime('%d.%m.%Y')",
    'text = format_datetime(self.env, self.start)',
    'query = "SELECT sale.date_order::date FROM sale_order sale"',
    'query = "SELECT CAST(sale.date_order AS date) FROM sale_order sale"',
    'query = "SELECT date(sale.date_order) FROM sale_order sale"',
    "query = \"SELECT date_trunc('month', sale.date_order) FROM sale_order sale\"",
    "query = \"SELECT to_char(sale.date_order, 'YYYY') FROM sale_order sale\"",
    'query = "SELECT EXTRACT(year FROM sale.date_order) FROM sale_order sale"',
    "query = \"SELECT date_part('year', sale.date_order) FROM sale_order sale\"",
    "query = \"SELECT sale.date_order AT TIME ZONE 'UTC' FROM sale_order sale\"",
    "query = \"SELECT timezone('UTC', sale.date_order) FROM sale_order sale\"",
    'query = "SELECT CURRENT_DATE"',
    'query = "SELECT now()"',
    'query = f"SELECT {column}::date FROM sale_order"',
]
RIGHT = [
    'day = to_day(self.env, self.date_order)',
    'now = fields.Datetime.now()',
    'year = self.invoice_date.year',
    'day = fields.Date.to_date(value)',
    'moment = datetime.combine(day, time.min)',
    'text = format_datetime(self.env, self.start, tz=zone)',
    'query = "SELECT %s::date, %(today)s::date - day"',
    "query = \"SELECT date_part('epoch', %s - entered_at), EXTRACT(epoch FROM entered_at)\"",
    'def day(self):\n    """Not today(), nor sale.date_order::date."""',
    'day = cell.date()  # a day: of a sheet, which knows no zone',
]


@pytest.fixture
def found(repository, texts):
    return lambda text, path=MODEL: texts(days.check(repository({path: text + '\n'})))


@pytest.mark.parametrize('text', WRONG)
def test_a_day_of_utc_is_refused(found, text):
    assert found(text) == [f'{MODEL}:1: {days.ADVICE}']


@pytest.mark.parametrize('text', RIGHT)
def test_what_is_right(found, text):
    assert found(text) == []


@pytest.mark.parametrize('path', [
    'bas_crm/tools/days.py', 'bas_crm/tests/test_order.py', 'bas_crm/migrations/1.0/post-days.py', 'tools/bench/data.py'])
def test_where_days_may_be_made(found, path):
    assert found('day = self.date_order.date()', path) == []


def test_the_line_of_a_long_query_is_told(found):
    assert found('query = """\n    SELECT 1\n         , sale.date_order::date\n"""') == [f'{MODEL}:3: {days.ADVICE}']


def test_a_mark_needs_a_reason(found):
    assert len(found('day = cell.date()  # a day:')) == 1
    assert found('query = """\n    SELECT invoice_date::date -- a day: as stored\n"""') == []


def test_own_fields_are_known(found):
    text = 'entered_at = fields.Datetime()\nsince = fields.Date()\nyear = self.{}.year'
    assert found(text.format('entered_at')) == [f'{MODEL}:3: {days.ADVICE}']
    assert found(text.format('since')) == []
