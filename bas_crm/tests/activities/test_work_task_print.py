from odoo.tests import new_test_user, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestWorkTaskPrint(CrmCase):
    """The task as a sheet that the performer takes along and the customer signs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref('base.ua')

    def read_pdf(self, task, user=None):
        pages, _families = self.read_pages(self.render_pdf('bas_crm.action_report_work_task', task, user or self.own))
        return ' '.join(' '.join(pages).split())

    def test_an_external_task(self):
        partner = self.make_partner(street='вул. Садова, 5', city='Львів')
        task = self.make_task(
            self.make_employee(), {'description': 'Монтаж карниза', 'partner_id': partner.id, 'price_hour': 350.0},
            description='Узяти драбину')
        text = self.read_pdf(task)
        for words in (task.name, 'Василь Гончар', 'Монтаж карниза', 'ТОВ «Світанок»', 'вул. Садова, 5', '700',
                      'Узяти драбину', '02:00', 'Разом, без ПДВ'):
            self.assertIn(words, text)

    def test_the_performer_takes_the_sheet_along_without_the_prices(self):
        performer = new_test_user(self.env, 'performer', groups='bas_crm.group_performer')
        partner = self.make_partner()
        order = self.env['sale.order'].create({'partner_id': partner.id})
        task = self.make_task(self.make_employee('Петро Лисенко', performer, job_title='Майстер'), {
            'description': 'Монтаж', 'partner_id': partner.id, 'price_hour': 351.0}, order_id=order.id)
        text = self.read_pdf(task, performer)
        for words in ('Петро Лисенко, Майстер', order.name, 'ТОВ «Світанок»', 'претензій замовник не має'):
            self.assertIn(words, text)
        self.assertNotIn('351', text)
        self.assertNotIn('702', text)
        self.assertNotIn('ПДВ', text)

    def test_an_internal_task_shows_no_customer_and_no_money(self):
        task = self.make_task(self.make_employee(), {'description': 'Прибрати склад'}, operation='internal')
        text = self.read_pdf(task)
        self.assertIn('Прибрати склад', text)
        for words in ('Замовник', 'Ціна', 'Сума', 'ПДВ', 'претензій'):
            self.assertNotIn(words, text)
