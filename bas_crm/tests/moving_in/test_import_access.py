from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestImportAccess(CrmCase):
    """Imports are made by heads of sales, each in the own company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env['res.company'].create({'name': 'Друга фірма'})
        cls.stranger = new_test_user(
            cls.env, 'stranger', groups='sales_team.group_sale_manager', company_id=cls.second.id,
            company_ids=[Command.set(cls.second.ids)])

    def make_session(self, user=None, **values):
        return self.env['bas.import'].with_user(user or self.head).create(values)

    def test_only_heads_of_sales_import(self):
        session = self.make_session()
        self.assertEqual((session.user_id, session.company_id, session.state), (self.head, self.company, 'draft'))
        for user in (self.own, self.all, self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.make_session(user)
            with self.assertRaises(AccessError):
                session.with_user(user).read(['name'])

    def test_a_session_is_seen_in_its_company_only(self):
        session = self.make_session()
        file = self.env['ir.attachment'].with_user(self.head).create({'name': 'list.csv', 'raw': b'a;b'})
        session.file_ids = file
        self.assertEqual((file.res_model, file.res_id), ('bas.import', session.id))
        with self.assertRaises(AccessError):
            session.with_user(self.stranger).read(['name'])
        with self.assertRaises(AccessError):
            file.with_user(self.stranger).read(['raw'])
        with self.assertRaises(AccessError):
            file.with_user(self.own).read(['raw'])
        self.assertFalse(self.env['bas.import'].with_user(self.stranger).search([('id', '=', session.id)]))

    def test_every_method_is_for_readers_of_the_session(self):
        session = self.make_session()
        table = self.env['bas.import.table'].create({'import_id': session.id, 'file': 'list.csv', 'kind': 'counterparty'})
        for user in (self.own, self.all, self.clerk, self.portal, self.stranger):
            for record, name, args in (
                (session, 'get_assistant', ()), (session, 'get_questions', ()), (session, 'get_undo_preview', ()),
                (session, 'run_batch', ('recognise',)), (session, 'action_recognise', ()), (session, 'action_check', ()),
                (session, 'action_import', ()), (session, 'action_undo', ()), (session, 'action_download_errors', ()),
                (table, 'get_rows', (['error'],)), (table, 'get_field_choices', ()), (table, 'action_open_records', ()),
                (session, 'unlink', ()), (session, 'copy', ()), (session, 'set_moved_on', ('2026-01-01',)),
            ):
                self.env.invalidate_all()
                with self.subTest(user=user.login, method=name), self.assertRaises(AccessError):
                    call_kw(record.with_user(user).browse(), name, [record.ids, *args], {})
            if user != self.stranger:
                with self.assertRaises(AccessError):
                    session.with_user(user).get_history()

    def test_whoever_moves_the_lists_in_sets_the_day_of_the_move(self):
        """Heads of sales have no access to the settings, where an administrator sets the same day."""
        session = self.make_session()
        with self.assertRaises(AccessError):
            self.company.with_user(self.head).bas_moved_on = '2026-01-01'
        self.assertEqual(session.get_assistant()['moved_on'], '')
        session.set_moved_on('2026-01-01')
        self.assertEqual((self.company.bas_moved_on, session.get_assistant()['moved_on']), (date(2026, 1, 1), '2026-01-01'))
        for junk in ('', 'x', '2026-99-99', '0001-01-01', '9999-12-31', None, 5, [], {}, True):
            with self.assertRaises(UserError):
                session.set_moved_on(junk)
        self.env['bas.sales.history'].create({
            'date': '2025-12-01', 'period': 'month', 'amount': 5, 'company_id': self.company.id})
        with self.assertRaisesRegex(UserError, 'must be later'), self.env.cr.savepoint():
            session.set_moved_on('2025-12-01')
        session.set_moved_on('2026-02-01')
        self.assertEqual(self.company.bas_moved_on, date(2026, 2, 1))
        self.env['bas.sales.history'].search([]).unlink()
        session.set_moved_on(False)
        self.assertFalse(self.company.bas_moved_on)
