from random import Random

from odoo.tests import tagged

from ..common_agenda import AgendaCase

SEEDS = range(3)


@tagged('post_install', '-at_install')
class TestAgendaProperty(AgendaCase):
    """Whether nothing is planned for a document: the query of My Day and the document itself say the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.make_employee(user=cls.own)

    def make_documents(self, random):
        """Leads, orders and their offers, each with a few steps in any state."""
        leads = self.env['crm.lead'].concat(*(self.make_lead(name=f'Лід {number}') for number in range(8)))
        orders = self.env['sale.order'].concat(*(self.make_order() for _number in range(8)))
        for order in orders[:5]:
            for _number in range(random.randint(1, 2)):
                order.action_create_offer()
        for offer in orders.offer_ids:
            if random.random() < 0.7:
                offer._decide({'state': 'sent'})
        for document in (*leads, *orders, *orders.offer_ids):
            for _number in range(random.choice((0, 0, 1, 2))):
                random.choice(self.get_makers(document))(document, random)
        for document in (*leads, *orders):
            random.choice((lambda one: one, lambda one: one, self.end))(document)
        return [*leads, *orders, *orders.offer_ids]

    def get_makers(self, document):
        def add_event(document, random):
            name = 'lead_id' if document._name == 'crm.lead' else 'order_id'
            event = self.make_event(**{name: document.id})
            random.choice((lambda: None, event.action_done, event.action_cancel, event.action_archive))()

        def add_activity(document, random):
            activity = self.make_activity(document, '2026-03-06')
            random.choice((lambda: None, activity.action_feedback))()

        def add_task(document, random):
            task = self.make_task(self.employee, {'order_id': document.id})
            random.choice((lambda: None, task.action_done, task.action_archive))()

        return {'crm.lead': [add_event, add_activity], 'sale.order': [add_event, add_activity, add_task]}.get(
            document._name, [add_activity])

    def end(self, document):
        if document._name == 'crm.lead':
            document.write({'decision': 'junk'})
        elif document.state == 'draft':
            document._action_cancel()

    def is_shown(self, document):
        """:return: bool: whether the document should be a card without a next step, by what the document itself says"""
        if document._has_other_step() or document.bas_no_step_reason:
            return False
        if document._name == 'sale.order':
            return not (document.state in ('draft', 'sent') and 'sent' in document.offer_ids.mapped('state'))
        return document._name != 'bas.commercial.offer' or document.is_waiting

    def test_both_sides_agree(self):
        seen = set()
        for seed in SEEDS:
            documents = self.make_documents(Random(seed))
            rows = self.find(domain=[('kind', 'in', ('lead', 'unanswered', 'offer', 'order'))])
            shown = {(row.res_model, row.res_id) for row in rows}
            for document in documents:
                is_shown = (document._name, document.id) in shown
                seen.add((document._name, is_shown))
                for context in ({}, {'active_test': False}, {'active_test': True}):
                    self.assertEqual(self.is_shown(document.with_context(**context)), is_shown, (seed, document, context))
        self.assertEqual(len(seen), 6, 'some of each kind are shown, and some are not')
