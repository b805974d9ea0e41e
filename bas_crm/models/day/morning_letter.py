import base64
import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ...tools.days import get_today, to_local
from ...tools.groups import ALL_DOCUMENTS
from ...tools.marks import mark

_logger = logging.getLogger(__name__)

#: hour of the reader's day from which the letter is sent
SENDING_HOUR = 6
WEEKDAYS = [
    ('0', "Every Monday"), ('1', "Every Tuesday"), ('2', "Every Wednesday"), ('3', "Every Thursday"), ('4', "Every Friday"),
    ('5', "Every Saturday"), ('6', "Every Sunday"),
]


class ResUsers(models.Model):
    _inherit = 'res.users'

    bas_morning_weekday = fields.Selection(
        WEEKDAYS, string="Morning by E-Mail", copy=False,
        help="On this day the figures of the screen «Morning» come as a PDF. Without a choice nothing is sent.")

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802 core's name
        return [*super().SELF_READABLE_FIELDS, 'bas_morning_weekday']

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802 core's name
        return [*super().SELF_WRITEABLE_FIELDS, 'bas_morning_weekday']


class BasMorning(models.AbstractModel):
    """Who gets the morning by e-mail, and when."""

    _inherit = 'bas.morning'

    @api.model
    def _get_letter(self):
        """:return: dict: ``weekday`` of the letter or False, ``choices``, ``email`` of the user; False for those who do not have
            the screen in the menu"""
        user = self.env.user
        if not user.has_group(ALL_DOCUMENTS):
            return False
        choices = user._fields['bas_morning_weekday']._description_selection(self.env)
        return {'weekday': user.bas_morning_weekday, 'choices': choices, 'email': user.email or False}

    @api.model
    def set_weekday(self, weekday=False):
        """Choose the day of the user's own letter.

        :param weekday: ``'0'`` (Monday) to ``'6'``; False: nothing is sent
        :return: see :meth:`_get_letter`
        """
        if not self.env.user.has_group(ALL_DOCUMENTS):
            raise UserError(self.env._("The morning is sent to those who see the documents of the whole firm."))
        if weekday and (not isinstance(weekday, str) or weekday not in dict(WEEKDAYS)):
            raise UserError(self.env._("There is no such day of the week."))
        self.env.user.write({'bas_morning_weekday': weekday or False})
        return self._get_letter()


class BasMorningLetter(models.Model):
    """A letter with the morning that was sent to a user on a day: nobody gets two on one day."""

    _name = 'bas.morning.letter'
    _description = 'Morning by E-Mail'
    _order = 'day desc, id desc'

    user_id = fields.Many2one('res.users', required=True, readonly=True, copy=False, index=True, ondelete='cascade')
    day = fields.Date(required=True, readonly=True, copy=False)

    _unique_day = models.UniqueIndex('(user_id, day)', "The morning of this day has been sent to this user already.")

    @api.model
    def _cron_send(self):
        """Hourly: send the morning to those who have chosen this day of the week. An error of one letter stops no other."""
        for user in self._get_readers():
            try:
                with self.pool.cursor() as cr:
                    letters = self.with_env(api.Environment(cr, SUPERUSER_ID, {}))
                    letters._send_to(letters.env['res.users'].browse(user.id))
            except Exception as error:
                # The letters of other users are sent all the same; this one is tried again in an hour.
                _logger.warning("The morning could not be sent to %s: %s", user.login, error)

    @api.model
    def _get_readers(self):
        """:return: res.users: those who get a letter now"""
        asking = self.env['res.users'].search([('bas_morning_weekday', '!=', False), ('share', '=', False)])
        return asking.filtered(lambda user: user.email and user.has_group(ALL_DOCUMENTS) and self._is_due(user))

    def _is_due(self, user):
        env = self._get_env_of(user)
        now, today = to_local(env, fields.Datetime.now()), get_today(env)
        return (str(today.weekday()) == user.bas_morning_weekday and now.hour >= SENDING_HOUR
                and not self.search_count([('user_id', '=', user.id), ('day', '=', today)], limit=1))

    def _get_env_of(self, user):
        """:return: the environment of the reader, with his or her language, time zone, company and rights"""
        context = {'lang': user.lang, 'allowed_company_ids': user.company_id.ids}
        return api.Environment(self.env.cr, user.id, {**context, 'tz': user.tz} if user.tz else context)

    def _send_to(self, user):
        """Print the page with the rights of the user, then put the letter into the queue of outgoing mail."""
        env = self._get_env_of(user)
        env = mark(env['bas.morning'], morning_page=env['bas.morning'].get_tiles()).env
        reports = env['ir.actions.report'].with_context(force_report_rendering=self.env.context.get('force_report_rendering'))
        content, kind = reports._render_qweb_pdf('bas_crm.action_report_morning', None, data={})
        day = get_today(env)
        if self.search_count([('user_id', '=', user.id), ('day', '=', day)], limit=1):
            return
        self._program_create([{'user_id': user.id, 'day': day}])
        title = env._("Morning of the firm, %(day)s", day=format_date(env, day, date_format='d MMMM y'))
        self.env['mail.mail'].create({
            'subject': title,
            'body_html': env['ir.qweb']._render('bas_crm.morning_letter', self._get_letter_values(env)),
            'email_from': user.company_id._get_sender(),
            'email_to': user.email_formatted,
            'auto_delete': True,
            'attachment_ids': [Command.create({'name': f'{title}.{kind}', 'datas': base64.b64encode(content)})],
        })
        self.env.ref('mail.ir_cron_mail_scheduler_action')._trigger()

    def _get_letter_values(self, env):
        print_model = env['report.bas_crm.report_morning']
        return {
            **print_model._get_report_values([], {}), 'user': env.user,
            'address': f'{env.user.get_base_url()}/odoo/bas-morning',
        }
