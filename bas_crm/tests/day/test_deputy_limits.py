import re

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.day.deputy_limits import PERSONS
from .test_deputy_access import DEPUTY
from .test_handover import HandoverCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestDeputyLimits(HandoverCase):
    """``own`` is absent. ``other`` works the documents and cannot keep them."""

    def make_absence(self, user=None, deputy=None):
        self.env['bas.handover'].create({
            'kind': 'temporary', 'user_id': (user or self.own).id, 'deputy_id': (deputy or self.other).id,
            'date_from': '2026-03-02', 'date_to': '2026-03-06'})
        self.env.flush_all()
        self.env.invalidate_all()

    def get_work(self):
        """Plain meetings are left out: core lets every employee change them on any day.

        :return: dict: (record of ``own``, field of its person) → the same of ``other``
        """
        mine = {}
        for record in (self.lead, self.contract, self.order, self.event, self.activity, self.plan, self.given):
            mine[record, 'user_id'] = self.other
        mine[self.team_plan.line_ids[0], 'user_id'] = self.other
        mine[self.draft, 'invoice_user_id'] = self.other
        mine[self.own_task, 'performer_id'] = self.successor
        calendars = self.env['bas.employee.calendar']
        mine[self.event.calendar_event_id, 'employee_calendar_id'] = calendars._of_user(self.other)
        mine[self.event.calendar_event_id, 'user_id'] = self.other
        return mine

    def is_refused(self, record, vals):
        before = record.read(vals)[0]
        savepoint = self.env.cr.savepoint()
        try:
            with mute_logger('odoo.addons.base.models.ir_rule', 'odoo.models'):
                record.with_user(self.other).write(vals)
                self.env.flush_all()
            return record.read(vals)[0] == before  # the calendar record of a document is saved without what cannot be changed
        except AccessError:
            return True
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def test_every_rule_of_a_deputy(self):
        """Each document that a deputy may change, and whose person can be written, is among those that are checked."""
        missing, checked = [], 0
        for rule in self.env['ir.rule'].search([('domain_force', 'like', DEPUTY), ('perm_write', '=', True)]):
            model = self.env[rule.model_id.model]
            if not model._auto or model._transient or not model.with_user(self.own).has_access('write'):
                continue
            for path in re.findall(rf"\('([\w.]+)', 'in', (?:user\.ids \+ )?{re.escape(DEPUTY)}\)", rule.domain_force):
                name, *rest = path.split('.')
                field = model._fields[name]
                is_person = not rest or field.comodel_name in ('hr.employee', 'bas.employee.calendar')
                if is_person and not field.readonly and not (field.related and not field.inverse):
                    checked += 1
                    if name not in PERSONS.get(model._name, ()):
                        missing.append((model._name, name))
        self.assertFalse(missing)
        self.assertGreaterEqual(checked, 10)

    def test_a_deputy_keeps_nothing(self):
        self.make_work()
        self.make_absence()
        kept = [(record._name, name, value) for (record, name), person in self.get_work().items() for value in (person.id, False)
                if not self.is_refused(record, {name: value})]
        self.assertFalse(kept)
        with self.assertRaisesRegex(AccessError, 'for whom you stand in'):
            self.lead.with_user(self.other).user_id = self.other

    def test_the_same_person_and_other_fields(self):
        """A form sends the person back with what was changed."""
        self.make_work()
        self.make_absence()
        self.lead.with_user(self.other).write({'user_id': self.own.id, 'name': 'Уточнено'})
        self.order.with_user(self.other).web_save({'user_id': self.own.id, 'client_order_ref': 'За телефоном'}, {})
        self.event.with_user(self.other).write({'start': '2026-03-04 08:00:00', 'stop': '2026-03-04 08:30:00'})
        self.assertEqual((self.lead.name, self.order.client_order_ref, self.event.user_id), (
            'Уточнено', 'За телефоном', self.own))

    def test_who_may_change_them_anyway(self):
        """Own documents are passed on, and who sees all documents changes the person as on any other day."""
        self.make_work()
        mine = self.make_lead(user_id=self.other.id)
        self.make_absence()
        mine.with_user(self.other).user_id = self.own
        self.assertEqual(mine.user_id, self.own)
        self.make_absence(self.other, self.all)
        self.lead.with_user(self.all).user_id = self.other
        self.assertEqual(self.lead.user_id, self.other)

    def test_the_change_of_the_manager_in_a_list(self):
        self.make_work()
        event = self.make_event(partner_id=self.customer.id, user_id=self.own.id)
        self.make_absence()
        for record in (self.lead, self.order):
            dialog = self.env['bas.manager.change'].with_user(self.other).create({
                'res_model': record._name, 'res_ids': record.ids, 'user_id': self.other.id})
            with self.assertRaisesRegex(AccessError, 'for whom you stand in'), self.env.cr.savepoint():
                dialog.action_change()
            self.assertEqual(record.user_id, self.own)
        # Every salesperson may change the manager of a customer, but not take a colleague's steps.
        self.env['bas.manager.change'].with_user(self.other).create({
            'res_model': 'res.partner', 'res_ids': self.customer.ids, 'user_id': self.other.id}).action_change()
        self.assertEqual((self.customer.user_id, event.user_id), (self.other, self.own))

    def test_activities_that_a_deputy_cannot_read(self):
        """The absent person has activities of documents that the deputy has no access to."""
        hidden = self.make_lead(user_id=self.all.id).activity_schedule(
            'mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=self.clerk.id, summary='Таємне')
        seen = self.make_partner().activity_schedule(
            'mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=self.clerk.id)
        self.make_absence(self.clerk)
        hidden, seen = hidden.with_user(self.other), seen.with_user(self.other)
        self.assertFalse(hidden.has_access('read'))
        for work in (lambda: hidden.write({'summary': 'Чуже'}), hidden.unlink, hidden.action_feedback):
            with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_rule'):
                work()
        self.assertEqual(hidden.sudo().summary, 'Таємне')
        seen.write({'summary': 'Зателефонувати'})
        seen.action_feedback()
        self.assertFalse(seen.exists().active)
        own = self.make_lead(user_id=self.all.id).activity_schedule(
            'mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=self.other.id)
        own.with_user(self.other).write({'summary': 'Моє'})
