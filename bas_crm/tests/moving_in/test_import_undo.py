# pylint: disable=translation-required  # it knows tests by the folder right above
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_moving import PARTNERS, MovingCase, make_source

#: tables that an import of counterparties touches
TABLES = (
    'res.partner', 'res.partner.category', 'res.partner.bank', 'bas.contract', 'utm.source', 'mail.message', 'bas.import.key')
HEADINGS = [*PARTNERS, 'Група', 'Розрахунковий рахунок', 'Факт. адреса', 'Основний контакт', 'Основні відомості']
DETAILS = 'ТОВ «Ромашка»\nІПН 000321219999\nm@romashka.example\n\nПетренко Олег\n0671112233\n\nДобрий покупець'


def make_rows(count=7):
    return [[
        f'ТОВ «Фірма {number}»', '', f'050 000 00 {number:02}', '', str(number), f'Група {number % 2}',
        'UA213223130000026007233566001' if not number else '', 'м. Львів, вул. Зелена, 1', 'Ярема Ганна',
        DETAILS if number == 1 else '',
    ] for number in range(count)]


@tagged('post_install', '-at_install')
class TestImportUndo(MovingCase):
    """Every field of the touched tables is as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.make_partner(name='ТОВ «Фірма 3»', phone='0500000003', comment='<p>Стара примітка</p>')
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_partner SET write_date = '2026-01-02 03:04:05.678901', write_uid = 1 WHERE id = %s", [cls.firm.id])
        cls.env.invalidate_all()

    def move(self, **values):
        session = self.make_session(make_source(HEADINGS, make_rows()), **values)
        session.action_check()
        session.question_ids.filtered(lambda question: question.question_type == 'same').write({'answer': 'use'})
        session.action_import()
        return session

    def test_everything_is_as_before(self):
        for policy in ('fill_empty', 'overwrite'):
            before = self.read_tables(*TABLES)
            session = self.move(policy=policy)
            self.assertEqual(self.read_actions(session), ['create'] * 3 + ['update'] + ['create'] * 3)
            self.assertNotEqual(self.read_tables(*TABLES), before)
            preview = session.get_undo_preview()
            session.action_undo()
            self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
            self.assertEqual(self.read_tables(*TABLES), before)
            created = session.change_ids.filtered(lambda change: change.kind == 'created')
            self.assertEqual((preview['deleted'], preview['archived'], preview['kept'], preview['changed_since']),
                             (len(created), 0, 0, 0))

    def test_small_batches_give_the_same(self):
        before = self.read_tables(*TABLES)
        whole = self.move()
        done = self.read_names()
        whole.action_undo()
        self.patch(self.env.registry['bas.import'], '_batch', 2)
        parts = self.move()
        self.assertEqual(self.read_names(), done)
        parts.action_undo()
        self.assertEqual(self.read_tables(*TABLES), before)

    def read_names(self):
        return sorted((partner.name or '', partner.phone or '', partner.parent_id.name or '', partner.type,
                       ', '.join(partner.category_id.mapped('name')), ', '.join(partner.bank_ids.mapped('acc_number')))
                      for partner in self.env['res.partner'].search([]))

    def test_a_batch_that_dies_leaves_nothing_and_is_done_again(self):
        """Each batch is one transaction: what a killed worker had not committed is as if it had never begun."""
        self.patch(self.env.registry['bas.import'], '_batch', 2)
        whole = self.move()
        done = self.read_names()
        whole.action_undo()
        before = self.read_tables(*TABLES)
        session = self.make_session(make_source(HEADINGS, make_rows()))
        for step in ('check', 'import', 'undo'):
            if step == 'import':
                session.question_ids.write({'answer': 'use'})
            told = {'left': 1, 'step': step}
            while told['step']:
                with self.env.cr.savepoint() as savepoint:
                    session.run_batch(step if not session.step else False)
                    self.env.flush_all()
                    savepoint.rollback()
                self.env.invalidate_all()
                told = session.run_batch(step if not session.step else False)
            if step == 'import':
                self.assertEqual(self.read_names(), done)
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_a_value_changed_since_stays(self):
        session = self.move(policy='overwrite')
        self.firm.phone = '+380979999999'
        self.assertEqual(session.get_undo_preview()['changed_since'], 1)
        session.action_undo()
        self.assertEqual(self.firm.phone, '+380979999999')
        kept = session.change_ids.filtered(lambda change: change.undo_state == 'kept')
        self.assertEqual(kept.mapped('field_name'), ['phone'])
        self.assertTrue(kept.reason)
        self.assertIn('Стара примітка', self.firm.comment)

    def test_a_record_in_use_is_archived_and_the_rest_goes(self):
        session = self.move()
        used = self.find('ТОВ «Фірма 5»')
        self.env['sale.order'].create({'partner_id': used.id})
        preview = session.get_undo_preview()
        self.assertEqual((preview['archived'], preview['kept']), (2, 0))  # its group, too
        self.assertTrue(preview['reasons'])
        session.action_undo()
        self.assertTrue(used.exists())
        self.assertFalse(used.active)
        self.assertFalse(self.find('ТОВ «Фірма 4»'))
        self.assertEqual(session.state, 'undone')
        self.assertEqual(self.env['bas.import.key'].search([('import_id', '=', session.id)]).mapped('res_id'), used.ids)

    def test_a_note_of_a_person_keeps_the_record(self):
        session = self.move()
        used = self.find('ТОВ «Фірма 5»')
        used.message_post(body='Дзвонив, просив рахунок', message_type='comment')
        session.action_undo()
        self.assertTrue(used.exists())

    def test_other_imports_are_left_alone(self):
        first = self.move()
        second = self.bring(make_source(PARTNERS, [['Інша', '', '', '', '99']]))
        second.action_undo()
        self.assertTrue(self.find('ТОВ «Фірма 4»'))
        self.assertEqual(first.state, 'done')

    def test_a_record_that_a_later_import_uses_stays(self):
        first = self.move()
        second = self.bring(make_source(
            ['№ договору', 'Дата', 'Контрагент', 'Вид договору'], [['1', '01.02.2026', 'ТОВ «Фірма 4»', 'З покупцем']]))
        self.assertEqual(self.read_actions(second), ['create'])
        first.action_undo()
        self.assertFalse(self.find('ТОВ «Фірма 4»'))
        self.assertTrue(self.env['res.partner'].with_context(active_test=False).search([('name', '=', 'ТОВ «Фірма 4»')]))
        second.action_undo()
        self.assertFalse(self.find('1', 'bas.contract'))

    def test_a_record_deleted_by_a_person_is_no_obstacle(self):
        session = self.move()
        self.find('ТОВ «Фірма 6»').unlink()
        session.action_undo()
        self.assertEqual(session.state, 'undone')

    def test_an_import_stopped_in_the_middle_is_undone(self):
        self.patch(self.env.registry['bas.import'], '_batch', 2)
        before = self.read_tables(*TABLES)
        session = self.make_session(make_source(HEADINGS, make_rows()))
        session.run_batch('import')
        self.assertEqual(session.state, 'running')
        session.action_undo()
        self.assertEqual(self.read_tables(*TABLES), before)
        with self.assertRaises(UserError):
            session.run_batch()
