"""A day of a manager: Wednesday, 4 March 2026, 10:00 in Kyiv, which is two hours ahead of UTC until the 29th."""
from datetime import datetime

from freezegun import freeze_time

from odoo.tools import SQL

from .common_offers import OfferCase

NOW = '2026-03-04 08:00:00'


class AgendaCase(OfferCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(NOW)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.company.resource_calendar_id = cls.env['resource.calendar'].create({
            'name': '9–18', 'tz': 'Europe/Kyiv', 'company_id': cls.company.id, 'attendance_ids': [(5,)] + [
                (0, 0, {'name': '-', 'dayofweek': str(day), 'hour_from': begins, 'hour_to': ends, 'day_period': period})
                for day in range(5) for begins, ends, period in ((9, 13, 'morning'), (14, 18, 'afternoon'))]})
        cls.company.write({'bas_tz': 'Europe/Kyiv', 'bas_answer_since': '2026-01-01'})
        (cls.own | cls.other | cls.all | cls.head).tz = 'Europe/Kyiv'
        cls.todo = cls.env.ref('mail.mail_activity_data_todo')
        cls.agenda = cls.env['bas.agenda']

    def find(self, user=None, domain=()):
        """:return: rows of the agenda that the user sees"""
        self.env.flush_all()
        self.agenda.invalidate_model()
        return self.agenda.with_user(user or self.own).search(list(domain))

    def find_row(self, document, user=None):
        """:return: the row of a document"""
        rows = self.find(user, [('res_model', '=', document._name), ('res_id', '=', document.id)])
        self.assertLessEqual(len(rows), 1, 'a document is never there twice')
        return rows

    def get_bucket(self, document, user=None):
        return self.find_row(document, user).bucket

    def make_activity(self, document, day, user=None, **values):
        return document.with_user(user or self.own).activity_schedule(
            activity_type_id=self.todo.id, date_deadline=day, user_id=(user or self.own).id, **values)

    def make_sent_offer(self, order=None, **values):
        offer = self.make_offer(order, **values)
        offer._decide({'state': 'sent'})
        return offer

    def age(self, lead, moment):
        """The lead came at ``moment``."""
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE crm_lead SET create_date = %s WHERE id = %s", moment, lead.id))
        self.env.invalidate_all()
        return lead

    def do(self, document, action, user=None):
        """Press a button on the card of a document."""
        return getattr(self.find_row(document, user), action)()

    def finish(self, document, user=None, **answers):
        """Answer the dialog that the button ✓ opens."""
        dialog = self.do(document, 'action_done', user)
        wizard = self.env[dialog['res_model']].with_user(user or self.own).with_context(**dialog['context']).create(
            {'outcome': 'Домовились', **answers})
        wizard.action_save()
        self.env.flush_all()
        return wizard

    def get_next(self, **found):
        """:return: the planned event of these values"""
        domain = [(name, '=', value) for name, value in found.items()]
        return self.env['bas.event'].search([('category', '=', 'planned'), *domain])


def at(text):
    return datetime.fromisoformat(text)
