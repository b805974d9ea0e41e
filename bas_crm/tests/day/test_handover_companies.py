from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import CrmCase

SELLER, HEAD = 'sales_team.group_sale_salesman', 'sales_team.group_sale_manager'


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestHandoverCompanies(CrmCase):
    """Two companies: ``own``, ``other`` and ``head`` work in the first, ``abroad`` and ``head_abroad`` in the second, ``both`` in
    both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env['res.company'].create({'name': 'Друга фірма'})
        values = {'company_id': cls.second.id, 'company_ids': [(6, 0, cls.second.ids)]}
        cls.abroad = new_test_user(cls.env, 'abroad', groups=SELLER, **values)
        cls.head_abroad = new_test_user(cls.env, 'head_abroad', groups=HEAD, **values)
        cls.both = new_test_user(cls.env, 'both', groups=HEAD, company_ids=[(6, 0, (cls.company | cls.second).ids)])
        cls.lead = cls.make_lead(company_id=cls.company.id)
        cls.theirs = cls.make_lead(user_id=cls.abroad.id, company_id=cls.second.id)
        cls.env.flush_all()

    def as_user(self, user, records, *companies):
        """As in a request of ``user`` with these companies selected."""
        self.env.flush_all()
        self.env.invalidate_all()
        ids = [company.id for company in companies or user.company_ids]
        return self.env(user=user.id, su=False, context={'allowed_company_ids': ids, 'lang': 'en_US'})[records._name].browse(
            records.ids)

    def make_handover(self, user, **values):
        return self.as_user(user, self.env['bas.handover']).create({'kind': 'permanent', **values})

    def test_a_handover_is_of_all_its_companies(self):
        """Who works in one of them neither reads nor returns what was passed in the other."""
        handover = self.make_handover(self.both, user_id=self.abroad.id, deputy_id=self.both.id)
        self.assertEqual(handover.company_ids, self.company | self.second)
        draft = self.make_handover(self.both, user_id=self.abroad.id, deputy_id=self.both.id)
        handover.action_pass()
        self.assertEqual(self.theirs.user_id, self.both)
        for user in (self.head, self.head_abroad):
            for record in (handover, handover.line_ids, handover.item_ids, draft):
                self.assertFalse(self.as_user(user, record).search([('id', 'in', record.ids)]), (user.login, record))
                with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_rule'):
                    self.as_user(user, record).read(['display_name'])
            for record, method in ((handover, 'action_undo'), (draft, 'action_pass')):
                with self.assertRaises(UserError), mute_logger('odoo.addons.base.models.ir_rule'):
                    getattr(self.as_user(user, record), method)()
                with self.assertRaises(UserError), mute_logger('odoo.addons.base.models.ir_rule'):
                    self.as_user(user, record).write({'note': 'Чуже'})
        self.assertEqual((self.theirs.user_id, handover.sudo().state, draft.sudo().state), (self.both, 'done', 'draft'))
        self.as_user(self.both, handover).action_undo()
        self.assertEqual(self.theirs.user_id, self.abroad)

    def test_one_company_is_selected(self):
        """The refusal names the company to select."""
        handover = self.make_handover(self.both, user_id=self.own.id, deputy_id=self.both.id)
        for company, missing in ((self.company, self.second), (self.second, self.company)):
            opened = self.as_user(self.both, handover, company)
            for work in (lambda opened=opened: opened.web_read({'company_ids': {'fields': {'display_name': {}}}}),
                         opened.action_pass):
                with self.assertRaisesRegex(AccessError, missing.name) as caught, \
                        mute_logger('odoo.addons.base.models.ir_rule'):
                    work()
                self.assertEqual(caught.exception.context['suggested_company']['id'], missing.id)
        opened = self.as_user(self.both, handover)
        self.assertEqual(len(opened.web_read({'company_ids': {'fields': {'display_name': {}}}})[0]['company_ids']), 2)
        opened.action_pass()
        self.assertEqual(self.lead.user_id, self.both)

    def test_a_company_of_others_is_found(self):
        """The companies of a handover are compared whatever the user may read."""
        handover = self.make_handover(self.both, user_id=self.own.id, deputy_id=self.both.id)
        self.both.company_ids = self.company
        with self.assertRaises(UserError), mute_logger('odoo.addons.base.models.ir_rule'):
            self.as_user(self.both, handover).action_pass()
        with self.assertRaisesRegex(ValidationError, 'You do not work in Друга фірма'):
            handover.with_user(self.both).with_context(allowed_company_ids=self.company.ids)._check_companies()

    def test_a_change_of_the_manager_is_of_the_companies_of_the_documents(self):
        for user, leads, companies in ((self.both, self.lead, self.company), (self.both, self.theirs, self.second)):
            new = self.other if leads == self.lead else self.head_abroad
            dialog = self.as_user(user, self.env['bas.manager.change']).create({
                'res_model': 'crm.lead', 'res_ids': leads.ids, 'user_id': new.id})
            dialog.action_change()
            self.assertEqual(leads.user_id, new)
            handover = self.env['bas.handover'].search([('kind', '=', 'list')], limit=1)
            self.assertEqual(handover.company_ids, companies)
        undone = self.env['bas.handover'].search([('kind', '=', 'list'), ('company_ids', '=', self.company.ids)])
        with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_rule'):
            self.as_user(self.head_abroad, undone).action_undo()
        self.as_user(self.head, undone).action_undo()
        self.assertEqual(self.lead.user_id, self.own)

    def test_a_change_of_documents_without_a_company(self):
        customer = self.make_partner(user_id=self.own.id)
        self.as_user(self.both, self.env['bas.manager.change'], self.company, self.second).create({
            'res_model': 'res.partner', 'res_ids': customer.ids, 'user_id': self.other.id}).action_change()
        handover = self.env['bas.handover'].search([('kind', '=', 'list')], limit=1)
        self.assertEqual(handover.company_ids, self.company, 'that of the one who has changed it')

    def test_strangers(self):
        """The head of another company enters nothing for people of this one, and passes nothing to them."""
        absence = {'kind': 'temporary', 'date_from': '2026-03-02', 'date_to': '2026-03-05'}
        customer = self.make_partner(user_id=self.own.id)
        for values in ({**absence, 'user_id': self.own.id, 'deputy_id': self.other.id},
                       {'user_id': self.own.id, 'deputy_id': self.head_abroad.id},
                       {'user_id': self.abroad.id, 'deputy_id': self.own.id},
                       {'user_id': self.own.id, 'deputy_id': False}):
            with self.assertRaisesRegex(ValidationError, 'none of your companies'), self.env.cr.savepoint():
                self.make_handover(self.head_abroad, **values)
        handover = self.make_handover(self.head_abroad, user_id=self.abroad.id, deputy_id=self.head_abroad.id)
        with self.assertRaisesRegex(ValidationError, 'none of your companies'), self.env.cr.savepoint():
            handover.line_ids[0].user_id = self.own
        with self.assertRaisesRegex(ValidationError, 'none of your companies'), self.env.cr.savepoint():
            handover.user_id = self.own
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.as_user(self.head_abroad, self.env['bas.manager.change']).create({
                'res_model': 'res.partner', 'res_ids': customer.ids, 'user_id': self.own.id}).action_change()
        self.assertEqual(customer.user_id, self.own)
        self.assertFalse(self.other._get_represented_users())

    def test_who_is_offered(self):
        """The fields of people name the selected companies."""
        for model, name in (('bas.handover', 'user_id'), ('bas.handover', 'deputy_id'), ('bas.handover.line', 'user_id')):
            self.assertIn("('company_ids', 'in', allowed_company_ids)", self.env[model]._fields[name].domain, (model, name))
        dialogs = self.as_user(self.head, self.env['bas.manager.change'])
        domain = dialogs._fields['user_id'].get_comodel_domain(dialogs)
        offered = self.env['res.users'].search(domain)
        self.assertIn(self.other, offered)
        self.assertNotIn(self.abroad, offered)

    def test_an_absence_and_a_return(self):
        """In an absence nothing is passed or returned, and the message says so."""
        absence = self.make_handover(
            self.head, kind='temporary', user_id=self.own.id, deputy_id=self.other.id, date_from='2026-03-02',
            date_to='2026-03-05')
        for method in ('action_pass', 'action_undo'):
            with self.assertRaisesRegex(UserError, 'In an absence nothing is passed'):
                getattr(absence, method)()

    def test_kinds_of_lines(self):
        handover = {'user_id': self.own.id, 'deputy_id': self.other.id}
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.make_handover(self.head, **handover, line_ids=[(0, 0, {'kind': 'x'})])
        with self.assertRaises(Exception) as caught, mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.make_handover(self.head, **handover, line_ids=[(0, 0, {'kind': 'leads'}), (0, 0, {'kind': 'leads'})])
        self.assertIn('once_a_kind', str(caught.exception))
        self.assertEqual(len(self.make_handover(self.head, **handover, line_ids=[(0, 0, {'kind': 'leads'})]).line_ids), 1)
