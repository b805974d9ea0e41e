import subprocess
import tempfile

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, TransactionCase, get_db_name, new_test_user

#: sizes of the browser, at which every screen is tried
DESK, PHONE = '1400x900', '375x812'


class CrmCase(TransactionCase):
    """Roles of a sales department, and helpers that make documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': True, 'lang': 'en_US'})
        cls.company = cls.env.company
        cls.own = new_test_user(cls.env, 'own', groups='sales_team.group_sale_salesman')
        cls.other = new_test_user(cls.env, 'other', groups='sales_team.group_sale_salesman')
        cls.all = new_test_user(cls.env, 'all', groups='sales_team.group_sale_salesman_all_leads')
        cls.head = new_test_user(cls.env, 'head', groups='sales_team.group_sale_manager')
        cls.clerk = new_test_user(cls.env, 'clerk', groups='base.group_user')
        cls.portal = new_test_user(cls.env, 'portal', groups='base.group_portal')

    @classmethod
    def make_employee(cls, name='Василь Гончар', user=None, **values):
        """An employee, with a login where ``user`` is given."""
        return cls.env['hr.employee'].create({
            'name': name, 'user_id': user.id if user else False, 'company_id': cls.company.id, **values})

    @classmethod
    def make_event(cls, **values):
        return cls.env['bas.event'].create({
            'subject': 'Обговорити заміри', 'event_type': 'call', 'user_id': cls.own.id,
            'start': '2026-03-02 08:00:00', 'stop': '2026-03-02 08:30:00', **values})

    @classmethod
    def make_task(cls, performer, *lines, **values):
        """:param lines: dicts of ``bas.work.task.line``; two hours where none is given"""
        lines = lines or ({'description': 'Монтаж карниза'},)
        return cls.env['bas.work.task'].create({
            'performer_id': performer.id, 'user_id': cls.own.id,
            'line_ids': [(0, 0, {'start': '2026-03-02 09:00:00', 'stop': '2026-03-02 11:00:00', **line}) for line in lines],
            **values})

    @classmethod
    def make_lead(cls, **values):
        return cls.env['crm.lead'].create({
            'name': 'Needs tables', 'type': 'lead', 'user_id': cls.own.id, **values})

    @classmethod
    def make_partner(cls, **values):
        return cls.env['res.partner'].create({'name': 'ТОВ «Світанок»', 'is_company': True, **values})

    @classmethod
    def make_firm_ukrainian(cls):
        cls.env.ref('base.UAH').active = True
        cls.company.currency_id = cls.env.ref('base.UAH')
        cls.company.write({'name': 'ТОВ «Затишок»', 'country_id': cls.env.ref('base.ua').id})

    def count_queries(self, work):
        """:return: queries of ``work`` from an empty cache, everything that it leaves to be written included"""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def render_pdf(self, report, records, user=None):
        """:return: bytes of the print, as ``user`` gets it"""
        reports = self.env['ir.actions.report'].with_user(user or self.env.user).with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, 'pdf')
        return content

    def read_pages(self, content):
        """:return: list of the pages' texts, as they are laid out; set of the families of fonts"""
        with tempfile.NamedTemporaryFile(suffix='.pdf') as file:
            file.write(content)
            file.flush()
            text, fonts = (
                subprocess.run([*command, file.name, *rest], capture_output=True, text=True, check=True).stdout
                for command, rest in ((('pdftotext', '-layout'), ('-',)), (('pdffonts',), ())))
        pages = [page for page in text.replace('\N{NO-BREAK SPACE}', ' ').split('\f') if page.strip()]
        return pages, {line.split()[0].split('+')[-1].split('-')[0] for line in fonts.splitlines()[2:]}


class InvoicingCase(CrmCase):
    """A company that can post invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env['account.chart.template'].try_loading('generic_coa', cls.company, install_demo=False)

    @classmethod
    def make_invoice(cls, partner, amount, move_type='out_invoice', **values):
        """A posted invoice without taxes."""
        invoice = cls.env['account.move'].create({
            'move_type': move_type, 'partner_id': partner.id, 'invoice_date': '2026-03-02', **values,
            'invoice_line_ids': [(0, 0, {'name': 'Стіл', 'quantity': 1, 'price_unit': amount, 'tax_ids': False})]})
        invoice.action_post()
        return invoice


class TwoConnectionsCase(BaseCase):
    """Real connections, as of two users at the same time: ``prepare`` commits data, ``clean`` deletes it."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            self.prepare(self.get_env(cr))
        self.addCleanup(self._clean)

    def get_env(self, cr):
        return api.Environment(cr, api.SUPERUSER_ID, {'lang': 'en_US', 'tracking_disable': True})

    def _clean(self):
        with self.registry.cursor() as cr:
            self.clean(self.get_env(cr))
