from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_agenda import AgendaCase


@tagged('post_install', '-at_install')
class TestAgendaSpeed(AgendaCase):
    """The board asks as many queries for thirty cards of a kind as for three."""

    CARD = {name: {} for name in (
        'kind', 'event_type', 'date', 'bucket', 'late', 'who', 'phone', 'subject', 'document', 'amount', 'is_mine',
        'is_represented', 'attempt_count')} | {
            name: {'fields': {'display_name': {}}} for name in ('user_id', 'partner_id', 'currency_id')}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.make_employee(user=cls.own)

    def make_many(self, count):
        for number in range(count):
            partner = self.make_partner(name=f'ТОВ «{number}»', phone=f'+38067111{number:04}')
            self.make_event(partner_id=partner.id)
            self.make_event(lead_id=self.make_lead().id, event_type='meeting')
            self.make_task(self.employee, {'partner_id': partner.id})
            self.make_activity(partner, '2026-03-05')
            self.make_lead(partner_name='ПП «Кава»')
            self.age(self.make_lead(), '2026-03-02 08:00:00')
            self.make_order(partner_id=partner.id)
            self.make_sent_offer(self.make_order(partner_id=partner.id))

    def count_board(self, user=None, domain=(('is_mine', '=', True),)):
        rows = self.agenda.with_user(user or self.own)
        return self.count_queries(lambda: rows.web_read_group(
            list(domain), ['bucket'], ['amount:sum'], auto_unfold=True, unfold_read_specification=self.CARD,
            unfold_read_default_limit=200))

    def count_list(self):
        rows = self.agenda.with_user(self.own)
        return self.count_queries(lambda: rows.web_search_read([], self.CARD, limit=400))

    def test_queries_do_not_grow(self):
        self.make_many(3)
        self.count_board(), self.count_list()  # the first call fills permanent caches
        few = self.count_board(), self.count_list()
        self.make_many(27)
        self.assertEqual((self.count_board(), self.count_list()), few)
        self.assertEqual(len(self.find(self.own)), 8 * 30)

    def test_queries_do_not_grow_with_columns(self):
        self.make_event(start='2026-03-04 12:00:00', stop='2026-03-04 12:30:00')
        self.count_board()
        one = self.count_board()
        for day in ('03', '05', '06', '18'):
            self.make_event(start=f'2026-03-{day} 12:00:00', stop=f'2026-03-{day} 12:30:00')
        self.assertEqual(len(set(self.find(self.own).mapped('bucket'))), 5)
        self.assertEqual(self.count_board(), one, 'the cards of all columns are found by one query')

    def test_a_salesperson_asks_no_more_than_the_head(self):
        self.make_many(2)
        mine = [('user_id', '=', self.own.id)]
        boards = [(user, mine) for user in (self.own, self.head)]
        for board in boards:
            self.count_board(*board)
        salesperson, head = (self.count_board(*board) for board in boards)
        self.assertLessEqual(salesperson, head)

    def test_columns_are_pages_of_the_list(self):
        """The board shows in each column what a search in it finds, folded columns and longer pages included."""
        self.make_many(4)
        rows = self.agenda.with_user(self.own).with_context(read_group_expand=True)
        for infos, sizes in (
                ([], dict.fromkeys(('overdue', 'tomorrow', 'none'), 3)),
                ([{'value': 'overdue', 'folded': True}, {'value': 'none', 'folded': False, 'limit': 5, 'offset': 0}],
                 {'overdue': None, 'tomorrow': 3, 'none': 5}),
                ([{'value': 'none', 'folded': False, 'limit': 5, 'offset': 5}], {'overdue': 3, 'none': 5})):
            answer = rows.web_read_group([], ['bucket'], ['amount:sum'], auto_unfold=True, opening_info=infos,
                                         unfold_read_specification={'subject': {}}, unfold_read_default_limit=3)
            groups = {group['bucket']: group for group in answer['groups']}
            self.assertEqual(list(groups), ['overdue', 'today', 'tomorrow', 'week', 'later', 'none'])
            self.assertFalse({key for group in answer['groups'] for key in group} - {
                'bucket', '__extra_domain', '__count', '__records', 'amount:sum'})
            offset = infos[-1]['offset'] if infos else 0
            for bucket, size in sizes.items():
                found = rows.search([('bucket', '=', bucket)], limit=size, offset=offset if bucket == 'none' else 0)
                shown = groups[bucket].get('__records')
                self.assertEqual(shown and [card['id'] for card in shown], found.ids if size and found else (
                    None if size is None else []), bucket)

    def test_columns_are_in_the_order_of_the_list(self):
        """By rank, time and amount, as exactly as the database knows them."""
        for amount in (0.0, 0.01, 0.02, 9_999_999_999.98, 9_999_999_999.99, -5.0, 100.0, 100.0):
            self.age(self.make_lead(expected_revenue=amount, user_id=self.own.id), '2026-03-04 08:00:00')
            self.make_event(lead_id=self.make_lead(expected_revenue=amount).id)
        for moment in ('2026-03-02 08:00:00.000001', '2026-03-02 08:00:00.000002', '1990-01-01 00:00:00'):
            self.company.bas_answer_since = '1980-01-01'
            self.age(self.make_lead(), moment)
        for number in range(3):
            event = self.make_event()
            self.env.flush_all()
            self.env.cr.execute("UPDATE bas_event SET start = start + %s * interval '1 microsecond' WHERE id = %s", (
                2 - number, event.id))
        self.env.invalidate_all()
        rows = self.agenda.with_user(self.own)
        groups = rows.web_read_group([], ['bucket'], auto_unfold=True, unfold_read_specification={'kind': {}},
                                     unfold_read_default_limit=200)['groups']
        shown = {group['bucket']: [card['id'] for card in group['__records']] for group in groups}
        for bucket, cards in shown.items():
            self.assertEqual(cards, rows.search([('bucket', '=', bucket)]).ids, bucket)
        self.assertGreater(min(len(shown['overdue']), len(shown['none'])), 7)

    def test_rows_of_colleagues_are_refused(self):
        self.make_many(1)
        row = self.find(self.own)[:1]
        with self.assertRaises(AccessError):
            self.agenda.with_user(self.other).browse(row.id).read(['date'])

    def test_a_page_is_a_page(self):
        self.make_many(3)
        rows = self.agenda.with_user(self.own)
        found = rows.web_search_read([], {'who': {}}, limit=5, count_limit=100)
        self.assertEqual((len(found['records']), found['length']), (5, 24))
        second = rows.web_search_read([], {'who': {}}, limit=5, offset=5)
        self.assertFalse({row['id'] for row in found['records']} & {row['id'] for row in second['records']})

    def test_a_manager_without_anything(self):
        rows = self.agenda.with_user(self.other)
        self.assertFalse(rows.search([]))
        self.assertEqual(rows.web_search_read([], self.CARD)['length'], 0)
        self.assertFalse(rows.get_my_plan())

    def test_five_thousand_open_steps(self):
        """A page of them, and the columns, take a moment; the queries are those of five steps."""
        self.make_event()
        self.count_list()  # the first call fills permanent caches
        few = self.count_list()
        self.env.flush_all()
        self.env.cr.execute("""
            INSERT INTO bas_event (name, subject, event_type, direction, active, category, status_id, importance, start, stop,
                                   user_id, company_id, attempt_count)
            SELECT 'П-' || number, 'Крок', 'call', 'out', TRUE, 'planned', status_id, '1', start + number * interval '1 hour',
                   stop + number * interval '1 hour', user_id, company_id, 0
              FROM bas_event, generate_series(1, 5000) number WHERE id = %s""", [self.env['bas.event'].search([], limit=1).id])
        self.env.invalidate_all()
        rows = self.agenda.with_user(self.own)
        self.assertLessEqual(
            self.count_queries(lambda: rows.web_search_read([], self.CARD, limit=40)), few + 2,
            'a full page is counted besides, which asks for the decimals of the currency again')
        groups = rows.web_read_group([], ['bucket'], ['__count'])['groups']
        self.assertEqual(sum(group['__count'] for group in groups), 5001)
