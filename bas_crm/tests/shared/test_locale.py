import random
from itertools import product

from odoo.tests import tagged

from ...tools.alphabet import alphabetical
from ...tools.apostrophes import APOSTROPHES
from ..common import CrmCase
from ..common_plan import PlanCase

#: in alphabetical order: digits, Cyrillic, Latin; case does not matter
WORDS = [
    '1 клас', '2 клас', 'Аврора', 'авто', 'Гай', 'ґанок', 'Ґрунт', 'Дім', 'Ель', 'етап', 'Єдність', 'ємність', 'Жито', 'Зоря',
    'Ива', 'ідея', 'Інтер', 'їжак', 'Їстівне', 'йод', 'Калина', 'Щит', 'Юг', 'Яна', 'Ariel', 'élan', 'Zoo']


@tagged('post_install', '-at_install')
class TestAlphabet(CrmCase):
    """Names are sorted as in a Ukrainian dictionary, everywhere."""

    def shuffled(self):
        words = WORDS[:]
        random.Random(7).shuffle(words)
        return words

    def test_python(self):
        self.assertEqual(sorted(self.shuffled(), key=alphabetical), WORDS)
        alphabet = 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'
        self.assertEqual(''.join(sorted(sorted(alphabet), key=alphabetical)), alphabet)
        self.assertEqual(''.join(sorted(sorted(alphabet.upper()), key=alphabetical)), alphabet.upper())
        self.assertEqual(alphabetical('и\N{COMBINING BREVE}')[0], alphabetical('й')[0], 'as some systems write it')
        self.assertEqual(sorted([False, '', 'а', None], key=alphabetical)[-1], 'а')

    def test_lists_of_the_database(self):
        """Databases created by the tools have a Ukrainian collation; the guide explains how to check another one."""
        self.env.cr.execute("SELECT datlocprovider, daticulocale FROM pg_database WHERE datname = current_database()")
        self.assertEqual(self.env.cr.fetchone(), ('i', 'uk'))
        partners = self.env['res.partner'].create([{'name': word, 'ref': 'ABC'} for word in self.shuffled()])
        found = self.env['res.partner'].search([('ref', '=', 'ABC')], order='name')
        self.assertEqual(found.mapped('name'), WORDS)
        self.assertEqual(found, partners.search([('id', 'in', partners.ids)]), 'the order of the list itself')
        categories = self.env['product.category'].create([{'name': word} for word in self.shuffled()])
        self.assertEqual(categories.search([('id', 'in', categories.ids)], order='complete_name').mapped('name'), WORDS)

    def test_python_sorts_as_the_database(self):
        texts = [*WORDS, '«Ґ»', 'ТОВ «Єва»', "П'ять", 'Пють', 'а б', 'аб', 'А-Б', '№ 5']
        self.env.cr.execute("SELECT text FROM unnest(%s) AS text ORDER BY text", [sorted(texts)])
        by_database = [text for text, in self.env.cr.fetchall()]
        self.assertEqual([text for text in by_database if text in WORDS], WORDS)
        self.assertEqual(sorted(WORDS, key=alphabetical), [text for text in by_database if text in WORDS])


@tagged('post_install', '-at_install')
class TestPlanAlphabet(PlanCase):

    def test_rows_of_a_plan(self):
        words = WORDS[:]
        random.Random(7).shuffle(words)
        products = self.env['product.template'].create([{'name': word} for word in words])
        plan = self.make_plan(figures=[(item, '2026-04-01', 1.0, 10.0) for item in products])
        self.assertEqual([row['name'] for row in plan._get_matrix()['rows']], WORDS)


@tagged('post_install', '-at_install')
class TestApostrophes(CrmCase):
    """«Мар'яна», «Мар’яна» and «Марʼяна» are the same name in a search."""

    def spell(self, apostrophe):
        return f'Мар{apostrophe}яна Знахідка'

    def make_records(self, apostrophe):
        """:return: one record of each model that is searched by name"""
        name = self.spell(apostrophe)
        partner = self.make_partner(name=name)
        product_template = self.env['product.template'].create({'name': name})
        return [
            partner,
            self.env['crm.lead'].create({'name': name}),
            self.env['crm.lead'].create({'name': 'Інше', 'partner_name': name}),
            product_template,
            product_template.product_variant_id,
            self.env['product.category'].create({'name': name}),
            self.env['bas.contract'].create({'partner_id': partner.id}),
            self.make_event(partner_id=partner.id),
            self.make_event(subject=name),
            self.env['calendar.event'].create({'name': name, 'start': '2026-03-02 10:00', 'stop': '2026-03-02 11:00'}),
            self.env['bas.event.subject'].create({'name': name}),
            self.env['bas.work.type'].create({'name': name}),
            self.env['utm.source'].create({'name': name}),
            self.env['res.users'].create({'name': name, 'login': f'{name} login'}),
            self.env['hr.employee'].create({'name': name}),
            self.env['sale.order'].create({'partner_id': partner.id}),
        ]

    def test_every_spelling_finds_every_other(self):
        made = [self.make_records(apostrophe) for apostrophe in APOSTROPHES]
        for kinds in zip(*made, strict=True):
            group = kinds[0].browse([record.id for record in kinds])
            for apostrophe in APOSTROPHES:
                with self.subTest(group._name, apostrophe=apostrophe):
                    text = f'ар{apostrophe}яна зна'
                    found = group.search([('display_name', 'ilike', text), ('id', 'in', group.ids)])
                    if group._name != 'sale.order':
                        self.assertEqual(found, group.search([('id', 'in', group.ids)]))
                        names = group.name_search(text, [('id', 'in', group.ids)], limit=None)
                        self.assertEqual({record_id for record_id, _name in names}, set(group.ids))
                    if group._name in ('bas.contract', 'sale.order'):
                        for path in ('partner_id', 'partner_id.name', 'partner_id.display_name'):
                            found = group.search([(path, 'ilike', text), ('id', 'in', group.ids)])
                            self.assertEqual(set(found), set(group), path)

    def test_operators(self):
        partners = self.env['res.partner'].concat(*(self.make_partner(name=self.spell(letter)) for letter in APOSTROPHES))
        near = self.make_partner(name='Мар_яна Знахідка') | self.make_partner(name='Марояна Знахідка')
        everybody = partners | near

        def find(operator, value):
            domain = [('name', operator, value), ('id', 'in', everybody.ids)]
            found = everybody.search(domain)
            self.assertEqual(set(found), set(everybody.filtered_domain(domain)), 'in Python, too')
            return set(found)
        for letter, (operator, value) in product(APOSTROPHES, (
                ('ilike', 'МАР%sЯНА'), ('like', 'Мар%sяна'), ('=ilike', 'мар%sяна знахідка'), ('=like', 'Мар%sяна%%'))):
            self.assertEqual(find(operator, value % letter), set(partners), (letter, operator))
        for letter, operator in product(APOSTROPHES, ('not ilike', 'not like')):
            self.assertEqual(find(operator, f'Мар{letter}яна'), set(near), (letter, operator))
        self.assertEqual(find('ilike', 'марояна'), set(near[1]))
        two = self.make_partner(name="ТОВ «Св’ят'ослав»")
        self.assertIn(two, two.search([('name', 'ilike', "св'ятʼослав")]))
        self.assertEqual(find('ilike', r"мар\'яна"), {partners[0]}, 'as it is where somebody escapes it')

    def test_a_search_asks_once(self):
        """Any number of spellings takes one query, and an index is used as without them."""
        self.make_partner(name=self.spell("'"))
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env['res.partner'].search([('display_name', 'ilike', self.spell('’'))]).ids  # noqa: B018 only the query matters


@tagged('post_install', '-at_install')
class TestPhoneSpellings(CrmCase):

    def test_every_spelling_finds_the_card_and_the_lead(self):
        partner = self.make_partner(phone='+380671239998')
        lead = self.env['crm.lead'].create({'name': 'Дзвінок', 'phone': '067 123 99 98'})
        for text in ('00380671239998', '+380671239998', '380671239998', '0671239998', '8 (067) 123-99-98', '00 38 067 123 99 98',
                     '8-10-380-67-123-99-98', '+380(0)67 123 99 98', '067–123–99–98', 'тел. 067 123 99 98', '671239998'):
            for record in (partner, lead):
                self.assertIn(record, record.search([('display_name', 'ilike', text)]), text)
            self.assertEqual(self.env['res.partner']._search_counterparties(phones=lead._get_phones()), partner)
