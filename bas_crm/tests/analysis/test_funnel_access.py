from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common_funnel import FunnelCase

MODELS = ('bas.funnel.report', 'bas.lead.funnel.report', 'bas.order.standing')


@tagged('post_install', '-at_install')
class TestFunnelAccess(FunnelCase):
    """A user sees the funnel of the orders that the user may read; a user without sales rights sees nothing."""

    def setUp(self):
        super().setUp()
        self.orders = self.env['sale.order'].union(*(
            self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'), user_id=user.id)
            for user in (self.own, self.other, self.env['res.users'])))
        self.mine, self.others, self.nobodys = self.orders

    def test_roles(self):
        for user, orders in ((self.own, self.mine | self.nobodys), (self.other, self.others | self.nobodys),
                             (self.all, self.orders), (self.head, self.orders)):
            rows = self.look(user)
            self.assertEqual(rows.order_id, orders, user.name)
            self.assertEqual(len(rows), 2 * len(orders))
            funnel = self.Report.with_user(user).get_funnel([('company_id', '=', self.company.id)])
            self.assertEqual(funnel['groups'][0]['cells'][0]['count'], len(orders))
            standing = self.env['bas.order.standing'].with_user(user).search([('company_id', '=', self.company.id)])
            self.assertEqual(standing.order_id, orders)
            # What a figure is made of, the person may open.
            self.assertTrue(rows.order_id.mapped('display_name'))

    def test_nobody_else(self):
        performer = new_test_user(self.env, 'performer', groups='bas_crm.group_performer')
        public = self.env.ref('base.public_user')
        for model in MODELS:
            for user in (self.clerk, performer, self.portal, public):
                with self.assertRaises(AccessError, msg=f'{model} {user.name}'):
                    self.env[model].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.Report.with_user(self.portal).get_funnel([])
        for model in MODELS:
            for mode in ('write', 'create', 'unlink'):
                self.assertFalse(self.env[model].with_user(self.head).has_access(mode))

    def test_leads(self):
        leads = self.make_lead(user_id=self.own.id) | self.make_lead(user_id=self.other.id) | self.make_lead(user_id=False)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-01' WHERE id IN %s", [tuple(leads.ids)])
        report = self.env['bas.lead.funnel.report']
        for user, seen in ((self.own, leads[0] | leads[2]), (self.all, leads)):
            rows = report.with_user(user).search([('lead_id', 'in', leads.ids)])
            self.assertEqual(rows.lead_id, seen)

    def test_companies(self):
        other = self.env['res.company'].create({'name': 'ФОП Гончар'})
        stranger = new_test_user(self.env, 'stranger', groups='sales_team.group_sale_manager', company_id=other.id,
                                 company_ids=[(6, 0, other.ids)])
        both = new_test_user(self.env, 'both', groups='sales_team.group_sale_manager', company_id=other.id,
                             company_ids=[(6, 0, (other | self.company).ids)])
        theirs = self.env['sale.order'].with_user(stranger).create({'partner_id': self.make_partner(name='ТОВ «Їхнє»').id})
        self.env.flush_all()
        self.assertEqual(self.Report.with_user(stranger).search([]).order_id.sudo(), theirs.sudo())
        self.assertNotIn(theirs, self.look(self.head).order_id)
        report = self.Report.with_user(both).with_context(allowed_company_ids=other.ids)
        self.assertEqual(report.search([]).order_id, theirs.with_user(both))
        # A favourite names a type of a company that is not looked at: an empty funnel, and no error.
        kind = self.sales.copy({'name': 'Опт', 'company_id': self.company.id})
        funnel = report.with_context(bas_funnel_type=kind.id).get_funnel([])
        self.assertEqual((funnel['groups'], funnel['type']), ([], False))
        report = report.with_context(allowed_company_ids=(other | self.company).ids)
        self.assertEqual(len(report.search([('order_id', 'in', (theirs | self.orders).ids)]).order_id), 4)
