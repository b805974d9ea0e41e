from odoo.addons.bas_crm_demo.firm.story import tell
from odoo.addons.bas_crm_demo.hooks import uninstall_hook
from odoo.tests import tagged

from .common import DemoFirmCase

#: what happens in any transaction
TRANSIENT_TABLES = {'bus_bus', 'ir_cron_trigger'}


@tagged('post_install', '-at_install')
class TestRemoval(DemoFirmCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_id = cls.company.id
        cls.outside = cls.env(context={'active_test': False})

    def take_away(self):
        uninstall_hook(self.outside)

    def count_rows(self):
        """:return: dict: table → how many rows"""
        self.env.flush_all()
        self.env.cr.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace")
        counts = {}
        for table, in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT count(*) FROM "{table}"')  # pylint: disable=sql-injection
            counts[table] = self.env.cr.fetchone()[0]
        return {table: count for table, count in counts.items() if table not in TRANSIENT_TABLES}

    def find_left(self):
        """:return: tables that still name the firm's company"""
        self.env.flush_all()
        self.env.cr.execute("""
            SELECT source.relname, attribute.attname FROM pg_constraint key
              JOIN pg_class source ON source.oid = key.conrelid
              JOIN pg_attribute attribute ON attribute.attrelid = source.oid AND attribute.attnum = key.conkey[1]
             WHERE key.contype = 'f' AND key.confrelid = 'res_company'::regclass""")
        left = []
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT 1 FROM "{table}" WHERE "{column}" = %s LIMIT 1', [self.company_id])  # pylint: disable=sql-injection
            left += [f'{table}.{column}'] * self.env.cr.rowcount
        return left

    def find_lost_messages(self):
        """:return: models of messages on records that are there no more"""
        found = []
        for model, ids in self.outside['mail.message']._read_group([('res_id', '!=', 0)], ['model'], ['res_id:array_agg']):
            if model in self.env and len(self.env[model].browse(set(ids)).exists()) < len(set(ids)):
                found.append(model)
        return found

    def test_nothing_is_left(self):
        logins = [user.login for user in self.users.values()]
        self.take_away()
        self.assertFalse(self.company.exists())
        self.assertEqual(self.find_left(), [])
        self.assertEqual(self.find_lost_messages(), [])
        self.assertFalse(self.outside['res.users'].search([('login', 'in', logins)]))
        self.assertFalse(self.outside['res.partner'].search([('email', 'like', '.example')]))
        self.assertFalse(self.outside['ir.model.data'].search([
            ('module', '=', 'bas_crm_demo'), ('model', 'not like', 'ir.%')]).mapped('complete_name'))
        for model in ('crm.lead', 'sale.order', 'bas.contract', 'account.move', 'account.payment', 'product.template',
                      'product.pricelist', 'crm.tag', 'mail.activity', 'account.full.reconcile', 'bas.event',
                      'bas.event.participant', 'bas.work.task', 'bas.work.task.line', 'bas.work.type', 'calendar.attendee'):
            self.assertFalse(self.outside[model].search([]), model)
        self.assertEqual(self.outside['hr.employee'].search([]).company_id, self.outside.ref('base.main_company'))
        for calendar in self.outside['bas.employee.calendar'].search([]):
            self.assertTrue(calendar.user_id or calendar.employee_id, calendar.name)
        self.assertFalse(self.outside['calendar.event'].search([('bas_kind', '!=', False)]))

    def test_the_database_is_as_it_was(self):
        admin = self.outside.ref('base.user_admin')
        self.take_away()
        self.assertEqual(admin.company_id, self.outside.ref('base.main_company'))
        self.assertEqual(admin.company_ids, self.outside.ref('base.main_company'))
        everybody = self.outside.ref('base.group_user')
        self.assertNotIn(self.outside.ref('product.group_product_pricelist'), everybody.all_implied_ids)
        self.assertFalse(self.outside.ref('base.UAH').active)
        before = self.count_rows()
        tell(self.outside)
        self.take_away()
        after = self.count_rows()
        self.assertEqual({table: (before.get(table), count) for table, count in after.items() if before.get(table) != count}, {})

    def test_what_people_made_by_hand_goes_too(self):
        manager = self.env(user=self.users['manager'].id)
        admin = self.env(user=self.env.ref('base.user_admin').id)
        partner = admin['res.partner'].create({'name': 'ТОВ «Рукотворне»'})
        self.assertEqual(partner.company_id, self.company, "what is made in the firm is the firm's")
        lead = manager['crm.lead'].create({'name': 'Новий запит', 'partner_name': 'ПП «Своє»'})
        made = [
            partner, lead, lead._convert_to_customer(create_order=True), lead.order_ids,
            manager['res.partner'].create({'name': 'Для всіх', 'company_id': False}),
            manager['calendar.event'].create({'name': 'Замір', 'start': '2026-01-05 10:00', 'stop': '2026-01-05 11:00'}),
            self.env(user=self.users['head'].id)['product.template'].create({'name': 'Новинка'}),
            self.env(user=self.users['head'].id)['crm.tag'].create({'name': 'новий тег'}),
            self.env['res.users'].create({
                'name': 'Практикантка', 'login': 'intern@zatyshok.example', 'company_id': self.company.id,
                'company_ids': [(6, 0, self.company.ids)]}),
        ]
        made.append(self.env['res.company'].create({'name': 'Філія', 'parent_id': self.company.id}))
        names = {record: f'{record} {record.display_name}' for record in made}
        order = self.find('sale.order', [('state', '=', 'sale')])[:1]
        order.message_post(body='Зателефонувати', author_id=self.users['manager'].partner_id.id)
        self.take_away()
        for record, name in names.items():
            self.assertFalse(record.sudo().exists(), name)

    def test_what_others_have_stays(self):
        """A customer of all companies bought from the firm; another company works with what the firm's people left to all."""
        home = self.outside.ref('base.main_company')
        outside = self.outside(context={'allowed_company_ids': home.ids})
        customer = outside['res.partner'].create({'name': 'Shared Customer', 'company_id': False})
        unit = outside.ref('bas_crm_demo.unit_running_metre')
        product = outside['product.template'].create({'name': 'Rope', 'uom_id': unit.id, 'company_id': home.id})
        head = self.env(user=self.users['head'].id)
        given = head['product.template'].create({'name': 'Для всіх', 'company_id': False, 'taxes_id': False})
        friend = head['res.partner'].create({'name': 'Спільний знайомий', 'company_id': False})
        outside['sale.order'].create({
            'partner_id': friend.id, 'company_id': home.id, 'order_line': [(0, 0, {'product_id': given.product_variant_id.id})]})
        colleague = outside['res.users'].create({
            'name': 'Colleague', 'login': 'colleague',
            'company_id': self.company_id, 'company_ids': [(6, 0, [home.id, self.company_id])]})
        self.env['sale.order'].create({'partner_id': customer.id, 'user_id': self.users['head'].id})
        calendar = outside['bas.employee.calendar'].search([('user_id', '=', colleague.id)])
        event = self.env['bas.event'].create({'subject': 'Допомогти', 'user_id': colleague.id, 'start': '2026-01-05 10:00:00'})
        self.assertEqual(event.calendar_event_id.employee_calendar_id, calendar)
        self.take_away()
        self.assertFalse(calendar.exists().employee_id or outside['calendar.event'].search([('user_id', '=', colleague.id)]))
        for record in (customer, product, given.sudo(), friend.sudo(), calendar):
            self.assertTrue(record.exists(), record)
        self.assertEqual(product.uom_id, unit)
        self.assertFalse(outside['ir.model.data'].search([('module', '=', 'bas_crm_demo'), ('model', '=', 'uom.uom')]))
        self.assertEqual((colleague.company_id, colleague.company_ids), (home, home))

    def test_a_firm_that_is_gone_already(self):
        self.take_away()
        self.take_away()
