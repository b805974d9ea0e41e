import io

from bas_files import make_firm, make_list_sheet, write_enterprise_data, write_universal_xml, write_xlsx

from odoo.tests import tagged

from ..common_moving import MovingCase
from .test_configuration_files import ROOT

OBJECTS = ROOT.format(
    '<CatalogObject.Контрагенты><Ref>{firm}</Ref><Description>ТОВ «Ромашка»</Description></CatalogObject.Контрагенты>'
    '<CatalogObject.Сотрудники><Ref>{performer}</Ref><Description>Гончар Василь</Description></CatalogObject.Сотрудники>'
    '<CatalogObject.Номенклатура><Ref>{item}</Ref><Description>Стіл «Дуб»</Description></CatalogObject.Номенклатура>'
    '<DocumentObject.ЗаказПокупателя><Ref>{order}</Ref><Number>12</Number><Date>2025-02-05T10:00:00</Date>'
    '<Контрагент>{firm}</Контрагент><СуммаДокумента>900</СуммаДокумента></DocumentObject.ЗаказПокупателя>'
    '<DocumentObject.Событие><Ref>{event}</Ref><Number>3</Number><Тема>Замір</Тема>'
    '<НачалоСобытия>2025-03-01T10:00:00</НачалоСобытия>'
    '<ДокументыОснования><ДокументОснование>{order}</ДокументОснование></ДокументыОснования></DocumentObject.Событие>'
    '<DocumentObject.ЗаданиеНаРаботу><Ref>{task}</Ref><Number>17</Number><Date>2025-03-10T08:00:00</Date>'
    '<Сотрудник>{performer}</Сотрудник><ДокументОснование>{order}</ДокументОснование><СуммаДокумента>900</СуммаДокумента>'
    '<Работы><Заказчик>{firm}</Заказчик><Описание>Замір</Описание><День>2025-03-12T00:00:00</День>'
    '<ВремяНачала>0001-01-01T09:00:00</ВремяНачала><ВремяОкончания>0001-01-01T10:00:00</ВремяОкончания><Сумма>300</Сумма></Работы>'
    '<Работы><Заказчик>{firm}</Заказчик><Описание>Монтаж</Описание><День>2025-03-12T00:00:00</День>'
    '<ВремяНачала>0001-01-01T14:00:00</ВремяНачала><ВремяОкончания>0001-01-01T16:00:00</ВремяОкончания><Сумма>600</Сумма></Работы>'
    '</DocumentObject.ЗаданиеНаРаботу>'
    '<DocumentObject.ПланПродаж><Ref>{plan}</Ref><Number>7</Number><ДатаНачала>2025-01-01T00:00:00</ДатаНачала>'
    '<ДатаОкончания>2025-03-31T00:00:00</ДатаОкончания><СуммаДокумента>300</СуммаДокумента>'
    '<Запасы><Номенклатура>{item}</Номенклатура><ДатаПланирования>2025-01-01T00:00:00</ДатаПланирования>'
    '<Количество>2</Количество><Сумма>100</Сумма></Запасы>'
    '<Запасы><Номенклатура>{item}</Номенклатура><ДатаПланирования>2025-02-01T00:00:00</ДатаПланирования>'
    '<Количество>3</Количество><Сумма>200</Сумма></Запасы></DocumentObject.ПланПродаж>')


@tagged('post_install', '-at_install')
class TestImportObjects(MovingCase):

    def import_file(self, write, firm):
        stream = io.BytesIO()
        write(firm, stream)
        session = self.env['bas.import'].with_user(self.head).create({})
        session.file_ids = self.env['ir.attachment'].with_user(self.head).create({'name': 'file.xml', 'raw': stream.getvalue()})
        session.action_recognise()
        self.assertFalse(session.problem)
        session.action_check()
        session.action_import()
        return session

    def simplify(self, firm):
        """Leave out what a person would be asked about in a database without sources, managers and price lists."""
        for found in firm.counterparties:
            found.source, found.responsible, found.group = '', '', ()
        for contract in firm.contracts:
            contract.pricelist, contract.payment_days, contract.currency = '', 0, self.env.company.currency_id.name

    def import_namesakes(self, write):
        firm = make_firm(1, counterparties=2, contracts=2, contacts=0, items=0, bank_accounts=0, leads=0, events=0, tasks=0,
                         plans=0)
        self.simplify(firm)
        for found in firm.counterparties:
            found.name = found.full_name = 'ТОВ "Однакові"'
        session = self.import_file(write, firm)
        self.assertFalse(session.question_ids.mapped('name'))
        for contract in firm.contracts:
            imported = self.env['bas.contract'].search([
                ('name', 'like', contract.number), ('partner_id.company_registry', '=', contract.counterparty.edrpou)])
            self.assertEqual(len(imported), 1, contract.name)

    def test_the_guid_decides_between_counterparties_of_one_name(self):
        self.import_namesakes(write_enterprise_data)

    def test_so_it_does_in_the_universal_xml(self):
        self.import_namesakes(write_universal_xml)

    def test_events_tasks_leads_and_plans_come_as_objects_or_as_lists(self):
        firm = make_firm(3, counterparties=4, contracts=0, contacts=0, items=0, bank_accounts=0, orders=0, shipments=0, leads=6,
                         events=8, tasks=4, plans=2, sales=0)
        self.simplify(firm)
        self.env['hr.employee'].create([{'name': name} for name in firm.managers])
        objects = self.import_answered(write_universal_xml, firm, 'file.xml')
        self.check_documents(objects, firm)
        objects.action_undo()
        self.assertEqual(set(objects.change_ids.mapped('undo_state')), {'undone'}, objects.change_ids.mapped('reason'))
        for kind in ('counterparty', 'lead', 'event', 'task', 'plan'):
            self.import_answered(lambda firm, stream, kind=kind: write_xlsx(make_list_sheet(firm, kind, 'ru'), stream), firm,
                                 f'{kind}.xlsx')
        self.assertEqual(self.env['bas.event'].search_count([('subject', 'in', [one.subject for one in firm.events])]), 8)

    def import_answered(self, write, firm, name):
        """An import in which a person creates what is missing, and leaves empty what cannot be created."""
        stream = io.BytesIO()
        write(firm, stream)
        session = self.env['bas.import'].with_user(self.head).create({})
        session.file_ids = self.env['ir.attachment'].with_user(self.head).create({'name': name, 'raw': stream.getvalue()})
        session.action_recognise()
        session.action_check()
        for question in session.question_ids:
            question.answer = next(one for one in ('create', 'empty', 'apart', 'skip') if one in question.options)
        session.action_import()
        self.assertLessEqual(set(session.row_ids.mapped('action')), {'create', 'link', 'unchanged'}, [
            (row.action, row.problem, row.question_ids.mapped('name'), row.values) for row in session.row_ids
            if row.action not in ('create', 'link', 'unchanged')])
        return session

    def check_documents(self, session, firm):
        created = {kind: self.env[rows[0].res_model].browse(rows.mapped('res_id'))
                   for kind, rows in session.row_ids.grouped(lambda row: row.table_id.kind).items()}
        self.assertEqual({kind: len(created[kind]) for kind in ('lead', 'event', 'task', 'plan')},
                         {'lead': 6, 'event': 8, 'task': 4, 'plan': 2})
        self.assertEqual(sorted(created['plan'].mapped('amount')), sorted(float(plan.sum) for plan in firm.plans))
        self.assertEqual(sorted(created['task'].mapped('amount_total')), sorted(float(task.sum) for task in firm.tasks))
        self.assertEqual(sorted(created['event'].mapped('name')), sorted(event.number for event in firm.events))
        self.assertEqual(len(created['lead'].filtered('decision')), len([lead for lead in firm.leads if lead.result]))

    def test_source_documents_works_and_rows_of_plans(self):
        """What the universal XML tells by references: an order is the basis of an event and of both works of a task."""
        guids = {name: f'11111111-0000-0000-0000-0000000000{number:02}' for number, name in enumerate((
            'firm', 'performer', 'item', 'order', 'event', 'task', 'plan'), 1)}
        self.env['hr.employee'].create({'name': 'Гончар Василь'})
        content = OBJECTS.format(**guids)
        session = self.import_answered(lambda _firm, stream: stream.write(content.encode()), None, 'file.xml')
        created = {kind: self.env[rows[0].res_model].browse(rows.sorted('id').mapped('res_id'))
                   for kind, rows in session.row_ids.grouped(lambda row: row.table_id.kind).items()}
        self.assertEqual((created['event'].order_id, created['task'].order_id), (created['order'], created['order']))
        self.assertEqual(created['task'].mapped('name'), ['17', '17/2'])
        self.assertEqual([(task.amount_total, f'{task.date_start:%d.%m %H:%M}') for task in created['task']],
                         [(300, '12.03 07:00'), (600, '12.03 12:00')])
        self.assertEqual([(f'{line.date}', line.quantity, line.amount) for line in created['plan']],
                         [('2025-01-01', 2, 100), ('2025-02-01', 3, 200)])
        self.assertEqual((created['plan'].product_tmpl_id, created['plan'].plan_id.amount_total), (created['item'], 300))
        again = self.import_answered(lambda _firm, stream: stream.write(content.encode()), None, 'file.xml')
        self.assertLessEqual(set(again.row_ids.mapped('action')), {'unchanged', 'link'})
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
