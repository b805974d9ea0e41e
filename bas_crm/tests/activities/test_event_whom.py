from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestEventWhom(CrmCase):
    """Whom to call and where to go stands where the work is planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead(
            name='Столи для кав’ярні', contact_name='Марія Левченко', phone='067 123-98-76', user_id=cls.other.id)
        cls.performer = new_test_user(cls.env, 'performer', groups='base.group_user,bas_crm.group_performer')
        cls.fitter = cls.make_employee(user=cls.performer)
        cls.partner = cls.make_partner(
            phone='+380 67 123 98 76', street='вул. Соборна, 12', city='Вінниця', zip='21050')

    def read_card(self, record, user):
        """:return: what the board reads of a record of the calendar for its popover"""
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user).read(['bas_lead_id', 'bas_phone', 'bas_address'])[0]

    # ------------------------------------------------------------
    # Events of leads
    # ------------------------------------------------------------

    def test_an_event_of_a_lead_tells_its_phone(self):
        """Also where a colleague has the lead, and where only another person of the lead has a phone."""
        event = self.make_event(lead_id=self.lead.id).with_user(self.own)
        self.assertEqual(event.read(['phone'])[0]['phone'], '067 123-98-76')
        lead = self.make_lead(contact_name='Ігор', email_from='ihor@example.com', lead_contact_ids=[
            (0, 0, {'name': 'Олена', 'phone': '050 111-22-33'})])
        self.assertEqual(self.make_event(lead_id=lead.id).phone, '050 111-22-33')

    def test_the_record_in_the_calendar_tells_lead_and_phone(self):
        event = self.make_event(lead_id=self.lead.id)
        card = self.read_card(event.calendar_event_id, self.own)
        self.assertEqual((card['bas_lead_id'], card['bas_phone']), ((self.lead.id, 'Столи для кав’ярні'), '067 123-98-76'))
        plain = self.env['calendar.event'].with_user(self.own).create({
            'name': 'Нарада', 'start': '2026-03-02 12:00:00', 'stop': '2026-03-02 13:00:00'})
        self.assertFalse(any(self.read_card(plain, self.own)[name] for name in ('bas_lead_id', 'bas_phone', 'bas_address')))

    def test_who_may_not_read_the_event_is_told_nothing(self):
        event = self.make_event(lead_id=self.lead.id)
        self.env['bas.employee.calendar']._of_user(self.own).is_shared = True
        for user in (self.other, self.clerk):
            card = self.read_card(event.calendar_event_id, user)
            self.assertFalse(card['bas_phone'] or card['bas_lead_id'])

    def test_list_and_cards_show_whom_to_call(self):
        for view in ('list', 'list_plan', 'kanban', 'kanban_plan', 'form'):
            arch = etree.fromstring(self.env['bas.event'].with_user(self.own).get_view(
                self.env.ref(f'bas_crm.bas_event_view_{view}').id, view.removesuffix('_plan'))['arch'])
            self.assertTrue(arch.xpath("//field[@name='lead_id']"), view)
            self.assertTrue(arch.xpath("//field[@name='phone'][@widget='phone']"), view)

    # ------------------------------------------------------------
    # The performer of a task
    # ------------------------------------------------------------

    def make_visit(self, **values):
        return self.make_task(self.fitter, {'description': 'Монтаж', 'partner_id': self.partner.id, **values})

    def read_visit(self, task, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return tuple(task.with_user(user or self.performer).read(['customer_phone', 'customer_address'])[0][name]
                     for name in ('customer_phone', 'customer_address'))

    def test_the_performer_sees_phone_and_address(self):
        task = self.make_visit()
        self.assertEqual(self.read_visit(task), ('+380 67 123 98 76', 'вул. Соборна, 12, Вінниця 21050'))
        self.assertEqual(self.read_visit(task.line_ids), self.read_visit(task))
        card = self.read_card(task.line_ids.calendar_event_id, self.performer)
        self.assertEqual((card['bas_phone'], card['bas_address']), self.read_visit(task))
        self.assertEqual(self.read_visit(task, self.own), self.read_visit(task), 'and so does who gave the task')

    def test_the_country_is_told_abroad_only(self):
        task, countries = self.make_visit(), self.env['res.country']
        home, abroad = self.company.country_id or countries.search([], limit=1), countries.search([('code', '=', 'PL')])
        self.company.country_id = home
        self.partner.country_id = home
        self.assertEqual(self.read_visit(task)[1], 'вул. Соборна, 12, Вінниця 21050')
        self.partner.country_id = abroad
        self.assertTrue(self.read_visit(task)[1].endswith(', Poland'))

    def test_where_the_order_is_delivered_comes_first(self):
        place = self.env['res.partner'].create({
            'name': 'Салон', 'parent_id': self.partner.id, 'type': 'delivery', 'street': 'вул. Київська, 3', 'city': 'Вінниця'})
        self.assertEqual(self.read_visit(self.make_visit())[1], 'вул. Київська, 3, Вінниця', 'the delivery address of the card')
        other = self.env['res.partner'].create({
            'name': 'Склад', 'parent_id': self.partner.id, 'type': 'other', 'street': 'вул. Заводська, 8', 'city': 'Вінниця'})
        order = self.env['sale.order'].create({
            'partner_id': self.partner.id, 'partner_shipping_id': other.id, 'user_id': self.other.id})
        self.assertEqual(self.read_visit(self.make_visit(order_id=order.id))[1], 'вул. Заводська, 8, Вінниця')
        self.assertTrue(place.exists())

    def test_a_firm_without_a_phone_has_people(self):
        self.partner.phone = False
        self.env['res.partner'].create({'name': 'Марія', 'parent_id': self.partner.id, 'phone': '050 111-22-33'})
        self.assertEqual(self.read_visit(self.make_visit())[0], '050 111-22-33')
        event = self.make_event(partner_id=self.partner.id, participant_ids=[
            (0, 0, {'name': 'Прораб', 'how_to_contact': '093 777-88-99'})])
        task = self.make_visit()
        task.event_id = event
        self.assertEqual(self.read_visit(task)[0], '093 777-88-99', 'with whom it was agreed')

    def test_of_several_customers_each_stands_in_its_line(self):
        second = self.make_partner(name='Другий', phone='044 222-33-44', street='вул. Миру, 1', city='Київ')
        task = self.make_task(self.fitter, {'partner_id': self.partner.id, 'description': 'Перша'}, {
            'partner_id': second.id, 'description': 'Друга', 'start': '2026-03-02 12:00:00', 'stop': '2026-03-02 13:00:00'})
        self.assertEqual(self.read_visit(task), (False, False))
        self.assertEqual(self.read_visit(task.line_ids[1]), ('044 222-33-44', 'вул. Миру, 1, Київ'))

    def test_an_internal_task_has_none(self):
        task = self.make_task(self.fitter, operation='internal')
        self.assertEqual(self.read_visit(task), (False, False))

    def test_nothing_more_is_open_to_the_performer(self):
        """Not tasks of others, by no way, and not the card of the customer for writing."""
        colleague = new_test_user(self.env, 'colleague', groups='base.group_user,bas_crm.group_performer')
        theirs = self.make_task(self.make_employee('Колега', colleague), {'partner_id': self.partner.id, 'description': 'Чуже'})
        with self.assertRaises(AccessError):
            self.read_visit(theirs)
        with self.assertRaises(AccessError):
            self.read_visit(theirs.line_ids)
        with self.assertRaises(AccessError):
            self.partner.with_user(self.performer).write({'phone': '1'})
        with self.assertRaises(UserError):
            self.make_visit().line_ids.with_user(self.performer).write({'customer_phone': '1'})
        mine = self.make_task(self.fitter, {'description': 'Монтаж'})
        draft = mine.line_ids.with_user(self.performer).new(
            {'partner_id': self.partner.id, 'task_id': mine.id}, origin=mine.line_ids)
        self.assertFalse(draft.customer_phone or draft.customer_address, 'nor through a draft that names any customer')
