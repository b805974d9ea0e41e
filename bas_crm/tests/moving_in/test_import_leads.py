from datetime import datetime

from odoo.tests import freeze_time, tagged

from ...models.moving_in.lead_values import RESULTS
from ...tools.source_files.configuration_objects import LEAD_RESULTS
from ..common_moving import MovingCase, make_source

LEADS = ['Представлення', 'Юридична назва', 'Дата створення', 'Стан', 'Джерело залучення', 'Відповідальний', 'Результат',
         'Контрагент', 'Причина', 'Основні відомості']
#: what an import of leads must give back to the last byte
TABLES = ('crm.lead', 'bas.lead.contact', 'res.partner', 'crm.tag', 'utm.source', 'crm.lost.reason', 'mail.message',
          'mail.followers', 'mail.activity', 'mail.mail', 'crm.lead.scoring.frequency', 'calendar.event')


@tagged('post_install', '-at_install')
@freeze_time('2025-03-10 08:00:00')
class TestImportLeads(MovingCase):
    """Leads with state, result, people and history dates."""

    def find_lead(self, name):
        return self.env['crm.lead'].with_context(active_test=False).search([('name', '=', name)])

    def bring_answered(self, source, **answers):
        session = self.make_session(source)
        session.action_check()
        for question_type, answer in answers.items():
            session.question_ids.filtered(lambda one, kind=question_type: one.question_type == kind).write({'answer': answer})
        session.action_import()
        return session

    def test_a_list_of_bas(self):
        firm = self.make_partner(name='ТОВ «Ромашка»', phone='+380441112233')
        details = ('Ромашка\nТОВ «Ромашка»\n067 111 22 33\noffice@romashka.example\n\nПетренко Олег\n050 222 33 44\n'
                   'oleg@romashka.example\n\nХоче знижку 🙂')
        session = self.bring_answered(make_source(LEADS, [
            ['Ромашка 🌼', 'ТОВ «Ромашка»', '05.02.2024 10:30:00', 'В работе', 'Рекомендація Олі', self.own.name, '', '', '',
             details],
            ['Покупець Ромашка', '', '06.02.2024', 'Завершен', '', self.own.name, 'Покупатель', 'ТОВ «Ромашка»', '', ''],
            ['Спам', '', '07.02.2024', 'Новый', '', '', 'Неякісний лід', '', 'Шукає роботу', ''],
        ], kind='lead'), reference='create')
        self.assertEqual(self.read_actions(session), ['create'] * 3, session.row_ids.mapped('problem'))
        lead, won, junk = map(self.find_lead, ('Ромашка 🌼', 'Покупець Ромашка', 'Спам'))
        self.assertEqual((lead.partner_name, lead.phone, lead.email_from, lead.user_id, lead.decision, lead.active),
                         ('ТОВ «Ромашка»', '+380671112233', 'office@romashka.example', self.own, False, True))
        self.assertEqual((lead.stage_id, lead.source_id.name), (self.env.ref('crm.stage_lead2'), 'Рекомендація Олі'))
        self.assertEqual(lead.lead_contact_ids.mapped(lambda one: (one.name, one.phone, one.email)),
                         [('Петренко Олег', '+380502223344', 'oleg@romashka.example')])
        self.assertIn('Хоче знижку 🙂', lead.description)
        self.assertEqual((lead.create_date, lead.date_last_stage_update), (datetime(2024, 2, 5, 8, 30),) * 2)
        self.assertEqual((won.decision, won.partner_id, won.stage_id.is_won, won.decision_date, won.date_closed),
                         ('customer', firm, True, datetime(2024, 2, 5, 22), datetime(2024, 2, 5, 22)))
        self.assertEqual((junk.decision, junk.active, junk.lost_reason_id.name, junk.user_id.id, junk.won_status),
                         ('junk', False, 'Шукає роботу', False, 'lost'))
        self.assertEqual(firm.phone, '+380441112233')
        self.assertFalse((lead | won | junk).message_ids.ids + (lead | won | junk).activity_ids.ids)

    def test_imported_leads_are_not_without_an_answer(self):
        """The file tells when they came, and not what the former program knows of calls and letters."""
        self.company.bas_answer_since = '2024-01-01'
        made = self.make_lead(name='Тут')
        self.bring(make_source(LEADS[:3], [['Звідти', '', '03.03.2025 10:00:00']], kind='lead'))
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2025-03-03 08:00:00' WHERE id = %s", [made.id])
        leads = made | self.find_lead('Звідти')
        self.env.invalidate_all()
        rows = self.env['bas.agenda'].search([('lead_id', 'in', leads.ids)])
        self.assertEqual({row.subject: row.kind for row in rows}, {'Тут': 'unanswered', 'Звідти': 'lead'})
        page = self.env['bas.morning'].with_user(self.head).get_tiles()
        self.assertEqual(next(tile for tile in page['tiles'] if tile['key'] == 'unanswered')['figures'][0]['figure'], 1)

    def test_the_same_list_again_changes_nothing(self):
        source = make_source([*LEADS[:3], 'Результат', 'Телефон', 'Мітки', 'Сума'], [
            ['А', '', '05.02.2024', 'Неякісний лід', '067 111 22 33', '', ''],
            ['Б', '', '05.02.2024', '', '067 111 22 34', 'Опт, Меблі', '1234.56']], kind='lead')
        self.bring(source)
        self.assertEqual((self.find_lead('Б').expected_revenue, sorted(self.find_lead('Б').tag_ids.mapped('name'))),
                         (1234.56, ['Меблі', 'Опт']))
        before = self.read_tables(*TABLES)
        self.assertEqual(self.read_actions(self.bring(source)), ['unchanged', 'unchanged'])
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_the_undo_leaves_nothing(self):
        self.make_partner(name='ТОВ «Ромашка»', email='x@romashka.example')
        before = self.read_tables(*TABLES)
        details = 'Ромашка\n067 111 22 33\n\nПетренко Олег\n050 222 33 44'
        session = self.bring_answered(make_source([*LEADS, 'E-mail', 'Теги'], [
            ['Перший', '', '05.02.2024', '', 'Ярмарок', self.own.name, 'Покупець', 'ТОВ «Ромашка»', '', details,
             'a@romashka.example', 'Опт'],
            ['Другий', '', '05.02.2024', '', 'Ярмарок', '', 'Брак', '', 'Немає грошей', details, '', 'Опт'],
        ], kind='lead'), reference='create')
        self.assertEqual(self.read_actions(session), ['create'] * 2, session.row_ids.mapped('problem'))
        self.assertEqual(self.find_lead('Другий').lead_contact_ids.mapped('name'), ['Петренко Олег'])
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_a_state_nobody_knows_is_asked_with_our_stages(self):
        session = self.make_session(make_source(LEADS[:4], [['А', '', '', 'Думає'], ['Б', '', '', 'думає']], kind='lead'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question', 'question'])
        stage = self.env.ref('crm.stage_lead2')
        self.answer(session, 'reference', 'use', res_id=stage.id)
        session.action_import()
        self.assertEqual((self.find_lead('А') | self.find_lead('Б')).stage_id, stage)

    def test_a_customer_that_is_nowhere_is_asked(self):
        session = self.make_session(make_source(['Лід', 'Результат'], [['ТОВ «Нова»', 'Покупець']], kind='lead'))
        session.action_check()
        self.answer(session, 'missing', 'empty')
        self.assertIn('which', session.row_ids.remark)
        self.answer(session, 'missing', 'create')
        session.action_import()
        self.assertEqual((self.find_lead('ТОВ «Нова»').partner_id.name, self.find_lead('ТОВ «Нова»').decision),
                         ('ТОВ «Нова»', 'customer'))

    def test_leads_from_any_sheet(self):
        session = self.bring(make_source(
            ['Ім’я', 'Компанія', 'Телефон', 'Пошта', 'Потреба', 'Дата звернення', 'Наступний контакт'],
            [['Олена', 'ТОВ «Клен»', '(067) 111-22-33, 0502223344', 'olena@klen.example', 'Столи', '05.02.2024', 'у середу'],
             ['', '', '0631112233', '', '', '', '']], kind='lead'))
        self.assertEqual(self.read_actions(session), ['create', 'create'], session.row_ids.mapped('problem'))
        lead = self.find_lead('ТОВ «Клен»')
        self.assertEqual((lead.contact_name, lead.phone, lead.phone_search),
                         ('Олена', '+380671112233, +380502223344', '+380671112233 +380502223344'))
        self.assertIn('Столи', lead.description)
        self.assertIn('у середу', lead.description)
        self.assertTrue(self.find_lead('+380631112233'))

    def test_a_lead_in_work_with_the_same_phone_is_proposed(self):
        known = self.make_lead(name='Дзвінок', phone='067 111 22 33')
        session = self.make_session(make_source(['Лід', 'Телефон', 'Сайт'], [['А', '0671112233', 'a.example']], kind='lead'))
        session.action_check()
        self.answer(session, 'same', 'use')
        session.action_import()
        self.assertEqual((self.read_actions(session), known.name, known.website), (['update'], 'Дзвінок', 'http://a.example'))

    def test_wrong_dates_are_errors_of_their_rows(self):
        session = self.bring(make_source(LEADS[:3], [
            ['А', '', '01.01.1899'], ['Б', '', '01.01.2999'], ['В', '', '32.01.2024'], ['Г', '', '']], kind='lead'))
        self.assertEqual(self.read_actions(session), ['error', 'error', 'error', 'create'])

    def test_a_decided_lead_stays_as_it_is(self):
        source = make_source(['Лід', 'Код', 'Сайт'], [['А', '1', '']], kind='lead')
        self.bring(source)
        self.find_lead('А').action_set_lost()
        session = self.bring(make_source(['Лід', 'Код', 'Сайт'], [['А', '1', 'a.example']], kind='lead'), policy='overwrite')
        self.assertEqual(self.read_actions(session), ['unchanged'])
        self.assertFalse(self.find_lead('А').website)

    def test_queries_do_not_grow_with_rows(self):
        def bring(count, first):
            session = self.make_session(make_source([*LEADS[:3], 'Телефон', 'Результат'], [
                [f'Лід {first + index}', f'Фірма {first + index}', '05.02.2024', f'067{first + index:07}',
                 'Брак' if index % 2 else ''] for index in range(count)], kind='lead'))
            session.action_check()
            before = self.env.cr.sql_log_count
            session.action_import()
            return self.env.cr.sql_log_count - before

        bring(2, 1000)
        few, many = bring(5, 2000), bring(45, 3000)
        self.assertLess((many - few) / 40, 3)

    def test_every_result_has_its_decision(self):
        decisions = {key for key, _title in self.env['crm.lead']._fields['decision'].selection}
        self.assertLessEqual(set(RESULTS.values()) - {''}, decisions)
        self.assertLessEqual({word.casefold() for word in LEAD_RESULTS.values()}, RESULTS.keys())

    def test_a_customer_with_an_order_that_is_not_told(self):
        firm = self.make_partner(name='ТОВ «Ромашка»')
        session = self.bring(make_source(LEADS[:8], [
            ['Ромашка', '', '06.02.2024', '', '', '', 'Покупець і замовлення', 'ТОВ «Ромашка»'],
            ['Обрій', '', '06.02.2024', '', '', '', 'Покупець', 'ТОВ «Ромашка»']], kind='lead'))
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        leads = self.find_lead('Ромашка') | self.find_lead('Обрій')
        self.assertEqual((leads.mapped('decision'), leads.partner_id), (['customer'] * 2, firm))
        first, second = session.row_ids.sorted('id')
        self.assertIn('which order', first.remark)
        self.assertFalse(second.remark)
