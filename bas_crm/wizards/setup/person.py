from odoo import api, fields, models
from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools.sql import escape_psql

from ...models.setup.sales_cards import ROLES
from ...tools.days import DEFAULT_ZONE
from ...tools.dialogs import tell
from ...tools.emails import find_impossible

SELLERS = ('own', 'all', 'head')
#: what opens after signing in: the own day, and the figures of the firm for whoever sees all documents
HOME, HOMES = 'bas_crm.bas_agenda_action', {'all': 'bas_crm.bas_morning_action', 'head': 'bas_crm.bas_morning_action'}


class BasSetupPerson(models.TransientModel):
    """A new person of the firm: name, e-mail and role; the groups and the employee follow from the role."""

    _name = 'bas.setup.person'
    _description = 'New Person'

    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company, ondelete='cascade',
                                 domain=lambda self: [('id', 'in', self.env.user.company_ids.ids)])
    name = fields.Char("Surname and Name", required=True)
    role = fields.Selection(
        [
            ('own', "Manager: own documents"),
            ('all', "Manager: all documents"),
            ('head', "Head of sales"),
            ('performer', "Performer: own tasks"),
            ('worker', "Performer without a login"),
        ], required=True, default='own')
    email = fields.Char("E-Mail", help="With it the person signs in.")
    phone = fields.Char()
    sees_cost = fields.Boolean(
        help="How much goods cost the firm and what it earns. The head of sales always sees it.")
    invites = fields.Boolean("Send an Invitation", help="A letter with a link, by which the person chooses a password.")
    note = fields.Char(compute='_compute_note', exportable=False, export_string_translation=False)

    @api.depends('role')
    def _compute_note(self):
        notes = {
            'own': self.env._("Sees own leads, contracts and orders, and those of nobody."),
            'all': self.env._("Sees the documents of all managers."),
            'head': self.env._("Sees everything, and keeps plans, stages and templates."),
            'performer': self.env._("Sees and completes own work tasks, and has an own calendar."),
            'worker': self.env._("Only a card of an employee: managers plan the works in the calendar."),
        }
        for dialog in self:
            dialog.note = notes.get(dialog.role)

    @api.constrains('company_id')
    def _check_company_of_user(self):
        for dialog in self:
            if dialog.company_id not in self.env.user.company_ids:
                raise ValidationError(self.env._("You do not work in this company, so you cannot add people to it."))

    @api.constrains('email', 'role')
    def _check_email(self):
        for dialog in self.filtered(lambda one: one.role != 'worker'):
            if not (dialog.email or '').strip():
                raise ValidationError(self.env._("An e-mail is needed: with it the person signs in."))
            if wrong := find_impossible(dialog.email):
                raise ValidationError(self.env._("%(address)s is not a valid e-mail address.", address=wrong[0]))

    def action_add(self):
        """Create the user and, where the role needs it, the employee.

        :return: action: the question for a password, unless an invitation is sent
        :raises AccessError: the user does not keep the users
        :raises UserError: somebody signs in with this e-mail already
        """
        self.ensure_one()
        if self.role == 'worker':
            self._add_employee(self.env['res.users'])
            return tell(self.env._("%(name)s is an employee now.", name=self.name))
        user = self._add_user()
        if self.role == 'performer':
            self._add_employee(user)
        if self.invites:
            return self._invite(user)
        return {
            **self.env['ir.actions.act_window']._for_xml_id('base.change_password_wizard_action'),
            'name': self.env._("Password of %(name)s", name=self.name),
            'context': {'active_model': 'res.users', 'active_ids': user.ids},
        }

    def _add_user(self):
        login = self.email.strip().lower()
        # sudo: a user whom the administrator does not see signs in with it as well
        known = self.env['res.users'].sudo().with_context(active_test=False).search(
            [('login', '=ilike', escape_psql(login))], limit=1)
        if known:
            raise UserError(self.env._("%(name)s signs in with %(login)s already.", name=known.name, login=login) if known.active
                            else self.env._("%(name)s with %(login)s is archived. Unarchive this user in Settings, Users.",
                                            name=known.name, login=login))
        return self.env['res.users'].with_context(no_reset_password=True).create(self._prepare_user(login))

    def _prepare_user(self, login):
        return {
            'name': self.name.strip(),
            'login': login,
            'email': login,
            'phone': self.phone,
            'lang': self.env.user.lang,
            'tz': self.company_id.bas_tz or DEFAULT_ZONE,
            'company_id': self.company_id.id,
            'company_ids': [Command.set(self.company_id.ids)],
            'group_ids': [Command.set(self._get_groups().ids)],
            'action_id': self.env.ref(HOMES.get(self.role, HOME)).id,
        }

    def _get_groups(self):
        groups = self.env.ref('base.group_user') | self.env.ref(ROLES[self.role])
        if self.role in SELLERS:
            groups |= self.env.ref('base.group_partner_manager')  # of the cards of counterparties
            if self.sees_cost:
                groups |= self.env.ref('bas_crm.group_see_cost')
        return groups

    def _add_employee(self, user):
        if not self.env['res.users'].has_access('create'):
            raise AccessError(self.env._("Only administrators add people."))
        # sudo: who keeps the users may have no rights of the personnel department.
        return self.env['hr.employee'].sudo().create({
            'name': self.name.strip(), 'user_id': user.id, 'company_id': self.company_id.id,
            'work_email': (self.email or '').strip() or False, 'work_phone': self.phone})

    def _invite(self, user):
        try:
            with self.env.cr.savepoint():
                user.with_context(create_user=True)._action_reset_password(signup_type='signup')
        except (MailDeliveryException, UserError):
            return tell(self.env._(
                "%(name)s is added, but the invitation was not sent. Check outgoing mail, and send it from the card of the user.",
                name=self.name), 'warning')
        return tell(self.env._("%(name)s is added, and the invitation is sent.", name=self.name))
