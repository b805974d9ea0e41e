from .common_offers import OfferCase
from .common_plan import PlanCase


class WorldCase(OfferCase, PlanCase):
    """A firm with a record of each of our models: for tests that try every field or every method."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    @classmethod
    def make_world(cls):
        env = cls.env
        employee = cls.make_employee(user=cls.own)
        cls.customer = cls.make_partner(name='ТОВ «Обрій»', phone='+380671239876', email='obrii@example.com')
        cls.lead = cls.make_lead(name='Обрій', phone='+380671239876', email_from='obrii@example.com', lead_contact_ids=[
            (0, 0, {'name': 'Ігор', 'phone': '0501112233'})])
        cls.contract = env['bas.contract'].create({'partner_id': cls.customer.id})
        cls.event = cls.make_event(partner_id=cls.customer.id, participant_ids=[
            (0, 0, {'name': 'Ігор', 'how_to_contact': '0501112233'})])
        cls.task = cls.make_task(employee, {'partner_id': cls.customer.id})
        cls.offer = cls.make_offer()
        cls.order = cls.offer.order_id
        work_type = env['bas.order.type'].search([
            ('operation', '=', 'work_order'), ('company_id', 'in', (False, cls.company.id))], limit=1)
        cls.work_order = env['sale.order'].create({
            'partner_id': cls.customer.id, 'user_id': cls.own.id, 'order_type_id': work_type.id,
            'work_start': '2026-03-02 08:00:00',
            'performer_ids': [(0, 0, {'employee_id': employee.id})]})
        cls.plan = cls.make_plan(figures=[(cls.desk, '2026-04-01', 2.0, 2000.0), (cls.curtain, '2026-05-01', 1.0, 300.0)])
        cls.approved = cls.make_plan(figures=[(cls.desk, '2026-04-01', 2.0, 2000.0)], user_id=cls.own.id)
        cls.approved.action_approve()
        cls.invoice = cls.sell(cls.desk, 1, 900, '2026-04-05')
        cls.company.bas_moved_on = '2026-01-01'
        cls.past_sale = env['bas.sales.history'].create({
            'date': '2025-12-15', 'product_id': cls.desk.product_variant_id.id, 'partner_id': cls.customer.id,
            'user_id': cls.own.id, 'quantity': 1, 'amount': 900, 'cost': 500, 'document': 'ВН-15'})
        env['bas.offer.template'].create({'name': 'Звичайна'})
        env['bas.work.type'].create({'name': 'Монтаж'})
        env['bas.cancel.reason'].create({'name': 'Дорого'})
        for record in (cls.order, cls.work_order):
            record.user_id = cls.own
        env.flush_all()

    def get_own_models(self):
        """:return: names of the models of this add-on that hold records, transient ones too"""
        return sorted(
            name for name, model in self.env.registry.items()
            if model._original_module == 'bas_crm' and not model._abstract and model._auto)

    def get_record(self, model):
        """:return: a record of the model that the tests have made or the add-on brings; none of a wizard"""
        made = {record._name: record for record in (
            self.customer, self.lead, self.contract, self.event, self.task, self.offer, self.order, self.plan, self.invoice)}
        return made.get(model) or self.env[model].sudo().search([], limit=1, order='id desc')
