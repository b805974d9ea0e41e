from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...models.day.debt_reminder import WAYS
from ...tools.days import ZONE_CONTEXT
from ...tools.emails import find_impossible
from ...tools.groups import ALL_DOCUMENTS


class BasDebtRemindLine(models.TransientModel):
    """The reminder to one customer. Documents and sums are read anew each time, so those paid meanwhile are left out."""

    _name = 'bas.debt.remind.line'
    _inherit = ['bas.print.mixin']
    _description = 'Reminder to One Customer'
    _rec_name = 'partner_id'

    wizard_id = fields.Many2one('bas.debt.remind', required=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', string="Customer", required=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, ondelete='cascade')
    currency_id = fields.Many2one(related='company_id.currency_id')
    lang = fields.Char("Language of the Letter", compute='_compute_lang')

    # what is owed
    amount = fields.Monetary("Overdue Sum", compute='_compute_debt')
    document_count = fields.Integer("Overdue Documents", compute='_compute_debt')
    days_overdue = fields.Integer("Most Days Overdue", compute='_compute_debt')
    credit = fields.Monetary(
        "Credit of the Customer", compute='_compute_debt',
        help="Prepayments and credit notes that are not matched with invoices yet.")
    last_reminder = fields.Date("Last Reminded", compute='_compute_debt')
    obstacle = fields.Char("Why Not", compute='_compute_obstacle')

    # what is done
    way = fields.Selection(
        [*WAYS, ('skip', "Leave Out")], string="Reminder", compute='_compute_way', store=True, readonly=False)
    recipient_id = fields.Many2one(
        'res.partner', compute='_compute_recipient_id', store=True, readonly=False, ondelete='cascade',
        domain="[('id', 'child_of', partner_id)]", help="The address for invoices, else the customer, else a contact person.")
    email = fields.Char("E-mail", compute='_compute_email', store=True, readonly=False)
    subject = fields.Char(compute='_compute_texts', store=True, readonly=False)
    body = fields.Html("Text", compute='_compute_texts', store=True, readonly=False)
    letter_end = fields.Html("After the Text", compute='_compute_letter_end', sanitize=False)
    call_user_id = fields.Many2one(
        'res.users', string="Who Calls", compute='_compute_call_user_id', store=True, readonly=False,
        domain=lambda self: self.env['res.users']._get_seller_domain(), ondelete='cascade')
    call_start = fields.Datetime(related='wizard_id.call_start', string="Call At", readonly=False)
    note = fields.Char("Remark", compute='_compute_note')

    _once_a_customer = models.UniqueIndex('(wizard_id, partner_id, company_id)', "Each customer is listed once.")

    # ------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------

    def _read_documents(self):
        """:return: dict: line → ``bas.debtor.report``: the overdue documents of the customer that the user may see"""
        rows = self.env['bas.debtor.report'].search([
            ('partner_id', 'in', self.partner_id.ids), ('company_id', 'in', self.company_id.ids), ('age', '!=', 'not_due')],
            order='due_day, id') if self.partner_id else self.env['bas.debtor.report']
        found = rows.grouped(lambda row: (row.partner_id, row.company_id))
        return {line: found.get((line.partner_id._origin, line.company_id._origin), rows.browse()) for line in self}

    @api.depends('partner_id', 'company_id')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_debt(self):
        documents = self._read_documents()
        totals = self.env['bas.debtor.report']._read_customer_totals(self.partner_id._origin, self.company_id._origin)
        for line in self:
            rows, key = documents[line], (line.partner_id._origin, line.company_id._origin)
            line.amount = sum(rows.mapped('residual'))
            line.document_count = len(rows)
            line.days_overdue = max(rows.mapped('days_overdue'), default=0)
            line.credit = totals[key][1]
            line.last_reminder = rows[:1].last_reminder

    @api.depends('partner_id', 'company_id')
    @api.depends_context('lang', *ZONE_CONTEXT)
    def _compute_obstacle(self):
        """Why the customer is not reminded now; empty if nothing is in the way."""
        reminders = self.env['bas.debt.reminder']._find_today(self.partner_id._origin, self.company_id._origin)
        for line in self:
            reminder = reminders.get((line.partner_id._origin, line.company_id._origin))
            line.obstacle = False
            if not line.document_count:
                line.obstacle = self.env._("nothing is overdue")
            elif reminder and not reminder.is_failed:
                line.obstacle = self.env._("already reminded today by: %s", reminder.user_id.name or '')

    @api.depends('obstacle', 'credit', 'amount', 'email', 'way')
    @api.depends_context('lang')
    def _compute_note(self):
        for line in self:
            notes = [line.obstacle] if line.obstacle else []
            if not line.obstacle and not line.email:
                notes.append(self.env._("no e-mail: plan a call, or write the address"))
            if not line.obstacle and line.credit:
                notes.append(self.env._(
                    "has a credit of %(amount)s that is not matched yet",
                    amount=line.currency_id.format(line.credit)))
            text = '; '.join(notes)
            line.note = text[:1].upper() + text[1:]

    # ------------------------------------------------------------
    # What is proposed
    # ------------------------------------------------------------

    @api.depends('partner_id', 'company_id')
    def _compute_way(self):
        for line in self:
            if line.obstacle:
                line.way = 'skip'
            else:
                line.way = 'letter' if line.email and not find_impossible(line.email) else 'call'

    @api.depends('partner_id')
    def _compute_recipient_id(self):
        """One query for the contact persons of all customers."""
        people = self.env['res.partner'].search(
            [('parent_id', 'in', self.partner_id.ids), ('email', '!=', False)], order='id').grouped('parent_id')
        for line in self:
            own = people.get(line.partner_id, self.env['res.partner'])
            billed = own.filtered(lambda person: person.type == 'invoice')
            persons = own.filtered(lambda person: person.type == 'contact')
            line.recipient_id = next(
                (one for one in (*billed, line.partner_id, *persons) if one.email and not find_impossible(one.email)),
                line.partner_id)

    @api.constrains('recipient_id', 'partner_id')
    def _check_recipient_id(self):
        """The list of debts is for the customer. Another address may be typed, and then it is seen in the history."""
        for line in self:
            # sudo: only the chain of parent records is read.
            parent = line.recipient_id.sudo()
            while parent and parent != line.partner_id:
                parent = parent.parent_id
            if line.recipient_id and not parent:
                raise ValidationError(self.env._(
                    "%(recipient)s is not a contact of %(customer)s: nobody else gets the list of the customer's debts.",
                    recipient=line.recipient_id.display_name, customer=line.partner_id.display_name))

    @api.depends('recipient_id')
    def _compute_email(self):
        for line in self:
            line.email = line.recipient_id.email

    @api.depends('partner_id')
    @api.depends_context('uid')
    def _compute_call_user_id(self):
        """The manager of the customer calls; a user of own documents plans calls only for himself."""
        may_plan_for_others = self.env.user.has_group(ALL_DOCUMENTS)
        for line in self:
            manager = line.partner_id.user_id if may_plan_for_others else self.env.user
            # sudo: the companies of a colleague
            line.call_user_id = manager if manager.sudo()._may_sell_in(line.company_id) else self.env.user
