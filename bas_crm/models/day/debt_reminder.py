from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ...tools.days import get_today
from ...tools.dialogs import tell

WAYS = [('letter', "Letter"), ('call', "Planned Call")]
#: statuses of core's notifications of letters that nobody got
FAILED = {'bounce', 'exception'}


class BasDebtReminder(models.Model):
    """A reminder of a debt: one a day to each customer. Only the dialog of reminders creates them.

    A letter that could not be delivered does not count: it may be replaced by another one on the same day.
    """

    _name = 'bas.debt.reminder'
    _description = 'Reminder of a Debt'
    _order = 'day desc, id desc'
    _rec_name = 'partner_id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, readonly=True, copy=False, ondelete='restrict')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, copy=False, index=True, ondelete='restrict',
        check_company=True)
    day = fields.Date("Reminded On", required=True, readonly=True, copy=False)
    user_id = fields.Many2one(
        'res.users', string="Reminded By", readonly=True, copy=False, index=True, ondelete='set null')
    way = fields.Selection(WAYS, string="How", required=True, readonly=True, copy=False)
    address = fields.Char("Sent To", readonly=True, copy=False)
    amount = fields.Monetary("Overdue Sum", readonly=True, copy=False)
    currency_id = fields.Many2one(related='company_id.currency_id', store=True, precompute=True)
    document_count = fields.Integer("Overdue Documents", readonly=True, copy=False)
    message_id = fields.Many2one(
        'mail.message', string="Letter", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    event_id = fields.Many2one(
        'bas.event', string="Call", readonly=True, copy=False, index='btree_not_null', ondelete='set null', check_company=True)
    is_failed = fields.Boolean("Not Delivered", compute='_compute_is_failed')

    _once_a_day = models.UniqueIndex(
        '(company_id, partner_id, day)', "This customer has already been reminded of the debt today.")

    @api.depends('message_id.notification_ids.notification_status')
    def _compute_is_failed(self):
        for reminder in self:
            # sudo: who may read the reminder may see the delivery of its letter.
            statuses = set(reminder.sudo().message_id.notification_ids.mapped('notification_status'))
            reminder.is_failed = bool(statuses) and statuses <= FAILED

    @api.model
    def _sql_is_delivered(self, reminder):
        """:return: SQL: that ``reminder``, an alias, is not a letter that nobody got"""
        return SQL(
            """NOT COALESCE((SELECT BOOL_AND(sent.notification_status IN %s) FROM mail_notification sent
                              WHERE sent.mail_message_id = %s.message_id), FALSE)""", tuple(FAILED), reminder)

    @api.depends('partner_id', 'day')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for reminder in self:
            reminder.display_name = self.env._(
                "%(customer)s: reminder of %(day)s", customer=reminder.partner_id.display_name,
                day=format_date(self.env, reminder.day))

    @api.model
    def _find_today(self, partners, companies):
        """:return: dict: (customer, company) → its reminder of today, also one that was not delivered"""
        # sudo: a customer is reminded once a day, whoever of the colleagues does it.
        reminders = self.sudo().search(Domain('partner_id', 'in', partners.ids) & Domain.OR(
            Domain('company_id', '=', company.id) & Domain('day', '=', self._get_day(company)) for company in companies))
        return {(reminder.partner_id.sudo(False), reminder.company_id.sudo(False)): reminder for reminder in reminders}

    @api.model
    def _get_day(self, company):
        """:return: date: today where the company is, whatever zone a request or a colleague has: there is one reminder a day"""
        # sudo: the zone of a company is not secret
        return get_today(self.with_context(tz=company.sudo().bas_tz).env, company)

    @api.model
    def _claim(self, vals_list):
        """Note reminders of today, before anything is sent.

        :param list vals_list: values with ``partner_id``, ``company_id``; the day and the user are added
        :return: the reminders in the same order, as superuser
        :raises UserError: one of the customers has been reminded today already
        :raises ConcurrencyError: a colleague has just reminded one of the customers. The server retries the request, which then
            sees the colleague's reminder.
        """
        partners, companies = self.env['res.partner'], self.env['res.company']
        keys = [(partners.browse(vals['partner_id']), companies.browse(vals['company_id'])) for vals in vals_list]
        known = self._find_today(partners.union(*(key[0] for key in keys)), companies.union(*(key[1] for key in keys)))
        for reminder in known.values():
            reminder._check_failed()
        vals_list = [{**vals, 'day': self._get_day(key[1]), 'user_id': self.env.uid}
                     for key, vals in zip(keys, vals_list, strict=True)]
        try:
            with self.env.cr.savepoint():
                # sudo: nobody has the right to create reminders, except by this dialog.
                created = iter(self.sudo()._program_create(
                    [vals for key, vals in zip(keys, vals_list, strict=True) if key not in known]))
        except UniqueViolation as error:
            raise ConcurrencyError("A colleague has just reminded one of the customers of the debt.") from error
        reminders = self.sudo().browse()  # sudo: as above
        for key, vals in zip(keys, vals_list, strict=True):
            if key in known:  # a letter that was not delivered
                known[key]._program_write({'message_id': False, 'event_id': False, 'address': False, **vals})
            reminders |= known[key] if key in known else next(created)
        return reminders

    def _check_failed(self):
        """:raises UserError: the customer was reminded"""
        if not self.is_failed:
            raise UserError(self.env._(
                "%(customer)s was already reminded of the debt today by: %(user)s. A customer is reminded once a day.",
                customer=self.partner_id.display_name, user=self.user_id.name or ''))

    def action_not_reached(self):
        """Count the unanswered calls of these reminders, and plan them again."""
        self.env['bas.step.mixin']._check_not_too_many(self)
        calls = self.event_id._filtered_access('write').filtered(lambda call: call._is_step_open())
        if not calls:
            raise UserError(self.env._("None of the chosen reminders has a call that you still have to make."))
        calls._take_steps()
        calls._repeat_steps()
        return tell(self.env._("Calls planned again: %(count)s.", count=len(calls)))

    @api.readonly
    def action_open(self):
        """Open the planned call, or the card of the customer with the letter in its history."""
        self.ensure_one()
        call = self.event_id._filtered_access('read')
        return call.get_formview_action() if call else self.partner_id._get_card_action()
