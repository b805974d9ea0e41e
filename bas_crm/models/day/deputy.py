from collections import deque
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ...tools.days import ZONE_CONTEXT, get_today
from ...tools.groups import HEAD_OF_SALES, SELLER
from ...tools.queueing import queue_for

#: a longer absence is a handover, or a typo in the year
LONGEST = 366
#: attribute of the registry: numbers of the last transactions of this process that changed absences
CHANGES, REMEMBERED = 'bas_absence_changes', 50


class OutdatedError(Exception):
    """The absences that a transaction sees are not the last ones."""

    def __init__(self, absences):
        super().__init__()
        self.absences = absences


class BasHandover(models.Model):
    """Absences: a deputy («заступник») works for the absent person from one day until another, and nothing is moved.

    Record rules let the deputy in by :meth:`res.users._get_represented_users`, so nothing has to happen on the day of return.
    """

    _inherit = 'bas.handover'

    date_back = fields.Date("Back On", compute='_compute_date_back')
    status = fields.Selection(
        [('planned', "Planned"), ('current', "Going On"), ('over', "Over")], compute='_compute_status', search='_search_status')
    warning = fields.Text(compute='_compute_warning', export_string_translation=False, exportable=False)
    may_choose_person = fields.Boolean(compute='_compute_may_choose_person', exportable=False, export_string_translation=False)
    may_change = fields.Boolean(
        compute='_compute_may_change', exportable=False, export_string_translation=False,
        help="A deputy, and who sees all documents, only reads the absence.")

    @api.depends('date_to')
    def _compute_date_back(self):
        for absence in self:
            absence.date_back = absence.date_to and absence.date_to + timedelta(days=1)

    @api.depends('kind', 'date_from', 'date_to', 'ended_on')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_status(self):
        today = get_today(self.env)
        for absence in self:
            if absence.kind != 'temporary' or not (absence.date_from and absence.date_to):
                absence.status = False
            elif absence.ended_on or absence.date_to < today:
                absence.status = 'over'
            else:
                absence.status = 'planned' if absence.date_from > today else 'current'

    def _search_status(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = get_today(self.env)
        going_on = Domain('ended_on', '=', False)
        domains = {
            'planned': going_on & Domain('date_from', '>', today),
            'current': going_on & Domain('date_from', '<=', today) & Domain('date_to', '>=', today),
            'over': Domain('ended_on', '!=', False) | Domain('date_to', '<', today),
        }
        return Domain('kind', '=', 'temporary') & Domain.OR(domains[one] for one in value if one in domains)

    @api.depends_context('uid')
    def _compute_may_choose_person(self):
        self.may_choose_person = self._may_choose_person()

    @api.depends_context('uid')
    def _compute_may_change(self):
        mine = self._origin._filtered_access('write')
        for absence in self:
            absence.may_change = not absence._origin or absence._origin in mine

    @api.model
    def _may_choose_person(self):
        """:return: bool: whether the user enters absences of others, too"""
        return self.env.su or self.env.user.has_group(HEAD_OF_SALES)

    # ------------------------------------------------------------
    # Who stands in for whom
    # ------------------------------------------------------------

    @api.model
    def _get_absences(self):
        """Absences that are not over, for :meth:`res.users._get_represented_users`. Those that end later are left out there.

        :return: tuple of ``(id of the absent user, id of the deputy, first day, last day)``
        """
        try:
            return self._get_cached_absences()
        except OutdatedError as outdated:
            return outdated.absences

    @api.model
    @tools.ormcache()
    def _get_cached_absences(self):
        """:raises OutdatedError: a transaction that began earlier does not see the last change, so its answer is not cached:
            it would let a deputy in, or keep one out, until the cache is cleared again"""
        absences, changes = self._read_absences(), getattr(self.env.registry, CHANGES, ())
        if changes and not self.env.execute_query(SQL(
                """SELECT BOOL_AND(change IS NOT DISTINCT FROM txid_current_if_assigned()
                                   OR txid_visible_in_snapshot(change, txid_current_snapshot()))
                     FROM UNNEST(%s) change""", list(changes)))[0][0]:
            raise OutdatedError(absences)
        return absences

    @api.model
    def _clear_cached_absences(self):
        if not hasattr(self.env.registry, CHANGES):
            setattr(self.env.registry, CHANGES, deque(maxlen=REMEMBERED))
        [[change]] = self.env.execute_query(SQL("SELECT txid_current()"))
        getattr(self.env.registry, CHANGES).append(change)
        self.env.registry.clear_cache()

    @api.model
    def _read_absences(self):
        # Today is another day in other time zones. An absence that ended yesterday in UTC may still last somewhere.
        yesterday = fields.Date.today() - timedelta(days=1)  # a day: in UTC, for the reason above
        # sudo: the result is the same for everybody, and each user gets only the people whom he or she stands in for
        absences = self.sudo().search_fetch(
            [('kind', '=', 'temporary'), ('ended_on', '=', False), ('date_to', '>=', yesterday)],
            ['user_id', 'deputy_id', 'date_from', 'date_to'])
        return tuple((one.user_id.id, one.deputy_id.id, one.date_from, one.date_to) for one in absences)

    @api.model
    @api.readonly
    def get_my_deputies(self):
        """Who is absent today and represented by the user, and who represents the user.

        :return: dict: ``absent`` and ``deputies``, each a list of dicts ``id`` (of the user), ``name`` and ``until`` (ISO day)
        """
        today = get_today(self.with_user(self.env.user).with_context(tz=False).env)  # as for the rights of the deputy
        absences = [one for one in self._get_absences() if one[2] <= today <= one[3]]
        represented = self.env.user._get_represented_users()
        # sudo: names of colleagues are not secret
        people = self.env['res.users'].sudo().browse({id_ for one in absences for id_ in one[:2]})
        names = {user.id: user.name for user in people.exists()}

        def describe(chosen):
            return [{'id': id_, 'name': names[id_], 'until': fields.Date.to_string(last)}
                    for id_, last in sorted(chosen.items()) if id_ in names]

        return {
            'absent': describe({user: last for user, _deputy, _first, last in absences if user in represented._ids}),
            'deputies': describe({deputy: last for user, deputy, _first, last in absences if user == self.env.uid}),
        }

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------

    @api.constrains('kind', 'user_id', 'deputy_id', 'date_from', 'date_to')
    def _check_absence(self):
        today = get_today(self.env)
        absences = self.filtered(lambda one: one.kind == 'temporary' and not one.ended_on)
        queue_for(absences.user_id.sudo())  # whose absence a colleague enters at the same moment waits, and is told of this one
        for absence in absences:
            if not (absence.user_id and absence.deputy_id):
                raise ValidationError(self.env._("Choose who is absent, and the deputy."))
            if not (absence.date_from and absence.date_to):
                raise ValidationError(self.env._("Enter the first and the last day of the absence."))
            if absence.date_from > absence.date_to:
                raise ValidationError(self.env._("The absence ends before it begins: check the days."))
            if absence.date_to < today:
                raise ValidationError(self.env._("These days are over. Enter an absence that is still to come, or going on."))
            if (absence.date_to - absence.date_from).days >= LONGEST:
                raise ValidationError(self.env._(
                    "An absence lasts at most a year. Check the year, or hand the work over for good."))
            absence._check_whose()
            absence._check_can_represent()
            absence._check_no_second_deputy()

    def _check_whose(self):
        """:raises AccessError: an absence of somebody else, entered without the right to"""
        if self.user_id != self.env.user and not self.sudo(False)._may_choose_person():
            raise AccessError(self.env._(
                "You can enter only your own absence. The administrator of sales enters those of others."))
        if not self.user_id.active:
            raise ValidationError(self.env._(
                "%(name)s is archived. Hand the work over for good instead.", name=self.user_id.name))

    def _check_can_represent(self):
        """:raises ValidationError: the deputy could not open the documents"""
        absent, deputy = self.user_id.sudo(), self.deputy_id.sudo()  # groups and companies decide what the deputy would see
        if absent.has_group(SELLER) and not deputy.has_group(SELLER):
            raise ValidationError(self.env._(
                "%(deputy)s has no access to leads and orders, so cannot stand in for %(name)s. Choose a manager.",
                deputy=deputy.name, name=absent.name))
        if absent.has_group('bas_crm.group_performer') and not deputy.has_groups(f'bas_crm.group_performer,{SELLER}'):
            raise ValidationError(self.env._(
                "%(deputy)s has no access to work tasks, so cannot stand in for %(name)s. Choose a performer or a manager.",
                deputy=deputy.name, name=absent.name))
        if not absent.company_ids & deputy.company_ids:
            raise ValidationError(self.env._(
                "%(deputy)s and %(name)s work in different companies. Choose a colleague of the same company.",
                deputy=deputy.name, name=absent.name))

    def _check_no_second_deputy(self):
        other = self.sudo().search([  # the own absences of a person, whoever has entered them
            ('kind', '=', 'temporary'), ('ended_on', '=', False), ('id', '!=', self.id), ('user_id', '=', self.user_id.id),
            ('date_from', '<=', self.date_to), ('date_to', '>=', self.date_from)], limit=1)
        if other:
            raise ValidationError(self.env._(
                "%(name)s is absent from %(begins)s until %(ends)s already, with %(deputy)s as the deputy. Change that absence, "
                "or choose other days.", name=self.user_id.name, deputy=other.deputy_id.name,
                begins=format_date(self.env, other.date_from), ends=format_date(self.env, other.date_to)))

    def _check_absence_open(self, changed):
        """:raises UserError: the absence is over, or has begun and more than its last day would change"""
        if self.status == 'over':
            raise UserError(self.env._("This absence is over. Enter a new one."))
        if self.status == 'current' and changed - {'date_to'}:
            raise UserError(self.env._(
                "The absence has begun: only its last day can be changed. End it, and enter a new one with another deputy."))

    @api.depends('user_id', 'deputy_id', 'date_from', 'date_to', 'kind')
    def _compute_warning(self):
        for absence in self:
            is_known = absence.kind == 'temporary' and absence.deputy_id and absence.date_from and absence.date_to
            absence.warning = '\n'.join(absence._get_warnings()) if is_known else False

    def _get_warnings(self):
        """:return: list of sentences on what is unusual and allowed"""
        deputy, warnings = self.deputy_id.sudo(), []  # as in _check_can_represent
        if not deputy.active:
            warnings.append(self.env._("%(deputy)s is archived, so nobody sees this work.", deputy=deputy.name))
        # sudo: whose deputy is absent has to know it
        for other in self.sudo().search([
                ('kind', '=', 'temporary'), ('ended_on', '=', False), ('id', '!=', self._origin.id), ('user_id', '=', deputy.id),
                ('date_from', '<=', self.date_to), ('date_to', '>=', self.date_from)]):
            names = {'deputy': deputy.name, 'second': other.deputy_id.name, 'begins': format_date(self.env, other.date_from),
                     'ends': format_date(self.env, other.date_to)}
            warnings.append(
                self.env._("%(deputy)s is absent from %(begins)s until %(ends)s, and you are the deputy: in these days nobody "
                           "is there.", **names)
                if other.deputy_id == self.user_id else
                self.env._("%(deputy)s is absent from %(begins)s until %(ends)s: in these days %(second)s stands in for both.",
                           **names))
        # sudo: as above
        if strange := self.user_id.sudo().company_ids - deputy.company_ids:
            warnings.append(self.env._(
                "%(deputy)s does not work in %(companies)s, so documents of it stay unseen.", deputy=deputy.name,
                companies=', '.join(strange.mapped('name'))))
        return warnings

    # ------------------------------------------------------------
    # The end
    # ------------------------------------------------------------

    def action_end(self):
        """End absences now: the deputy no longer sees the documents."""
        self.check_access('write')
        for absence in self:
            if absence.kind != 'temporary' or absence.status == 'over':
                raise UserError(self.env._("This absence is over already."))
        self._program_write({'ended_on': get_today(self.env)})
        return True


class ResUsers(models.Model):
    _inherit = 'res.users'

    is_represented_by_me = fields.Boolean(
        "I Stand in For", compute='_compute_is_represented_by_me', search='_search_is_represented_by_me', exportable=False)

    @api.depends_context('uid')
    def _compute_is_represented_by_me(self):
        represented = self.env.user._get_represented_users()
        for user in self:
            user.is_represented_by_me = user in represented

    def _search_is_represented_by_me(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('id', 'in', self.env.user._get_represented_users().ids)]

    def _check_works_here(self):
        """:raises ValidationError: somebody works in none of the user's companies"""
        is_program = self.sudo(False).env.su  # constraints run as sudo; only for the program's own user this stays so
        # sudo: in which companies a person works decides whether he or she is a colleague
        if not is_program and any(not user.company_ids & self.env.user.company_ids for user in self.sudo()):
            raise ValidationError(self.env._("This person works in none of your companies. Choose a colleague."))

    def _check_can_take_over(self):
        """:raises ValidationError: work cannot be passed to this person"""
        self._check_works_here()
        # sudo: whether a colleague works here is not secret
        for user in self.sudo():
            if user.share:
                raise ValidationError(self.env._(
                    "%(name)s is a portal user. Choose an employee who signs in.", name=user.name))
            if not user.active:
                raise ValidationError(self.env._("%(name)s is archived. Choose somebody who works.", name=user.name))

    def _get_employee_of(self, company):
        """:return: the employee that the user is in the company; may be empty"""
        self.ensure_one()
        # sudo: who works where is not secret
        return self.sudo().employee_ids.filtered(lambda one: one.company_id == company)[:1]
