from ast import literal_eval
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.arguments import read_ids
from ...tools.days import get_midnight, get_today, get_zone
from ...tools.groups import SELLER
from ...tools.marks import mark
from ..orders.cost import COST_GROUP
from .morning_days import DAY, Compared, compare_month, compare_week, compare_yesterday, get_line, join_days

#: the tiles in their order; each is made by the method ``_get_<key>_tile``
TILES = (
    'money', 'revenue', 'profit', 'debt', 'offers', 'standing', 'unanswered', 'steps', 'losses', 'customers')
#: the most parts of a figure that a tile of the screen shows
MAX_LINES = 5
#: model of the rows of a figure → action in whose list they are opened
ACTIONS = {
    'bas.agenda': 'bas_crm.bas_agenda_action',
    'bas.cancellation.report': 'bas_crm.bas_cancellation_report_action',
    'bas.commercial.offer': 'bas_crm.bas_commercial_offer_action',
    'bas.debtor.report': 'bas_crm.bas_debtor_report_action',
    'bas.event': 'bas_crm.bas_event_action',
    'bas.manager.report': 'bas_crm.bas_manager_report_action',
    'bas.money.report': 'bas_crm.bas_money_report_action',
    'bas.order.standing': 'bas_crm.bas_order_standing_action',
    'crm.lead': 'bas_crm.crm_lead_action',
    'sale.order': 'bas_crm.sale_order_action',
}


class Scope(NamedTuple):
    """What the figures are about.

    :ivar today: the day in the user's time zone
    :ivar team: crm.team, or empty for all teams
    :ivar dict known: what one tile has read for another: name → value
    """

    today: object
    team: models.BaseModel
    month: Compared
    week: Compared
    yesterday: Compared
    known: dict

    def get_domain(self):
        return Domain('team_id', '=', self.team.id) if self.team else Domain.TRUE

    def read_once(self, name, read):
        if name not in self.known:
            self.known[name] = read()
        return self.known[name]

    def get_ranges(self):
        """:return: list of Days that hold all days that figures of the month and of the small line are made of"""
        compared = (self.month, self.week, self.yesterday)
        recent = join_days(get_line(self.today), *(days for each in compared for days in (each.days, each.previous)))
        return [recent, join_days(*(each.year_ago for each in compared))]


class BasMorning(models.AbstractModel):
    """«Morning» («Ранок»): what came in, what the firm earns and what is in danger, on one screen for the owner and the head.

    Every figure is read from a report or from documents with the access rights of the user, for the selected companies, and
    opens the rows that it sums up. The month is the one up to today; on its first day it is the month before, which has just
    ended. The week is the seven days before today. A figure of days is compared with the same days of the period before and
    of a year ago; a figure of now (offers, orders, leads, steps) has beside it what has happened in the month.
    """

    _name = 'bas.morning'
    _description = 'Morning'

    @api.model
    @api.readonly
    def get_tiles(self, team_id=False):
        """Read all tiles of the screen.

        :param team_id: id of a sales team whose figures are read; False: all teams
        :return: dict: ``today``, ``company``, ``teams`` (list of ``id`` and ``name``), ``team_id``, ``currency_id``, ``letter``
            (see :meth:`_get_letter`) and ``tiles``, see :meth:`_make_tile`
        :raises AccessError: the user does not belong to the sales department
        """
        self._check_user()
        scope = self._get_scope(team_id)
        local = mark(self.with_context(tz=get_zone(self.env).zone), company_digits=self.env['bas.agenda']._sql_company_digits())
        self._fetch_actions()
        tiles = [getattr(local, f'_get_{key}_tile')(scope) for key in TILES if key != 'profit' or self._sees_cost()]
        if not self._sees_cost():
            next(tile for tile in tiles if tile['key'] == 'debt')['is_wide'] = True  # so that the rows of tiles are full
        return {
            'today': format_date(self.env, scope.today, date_format='EEEE, d MMMM'),
            'company': ', '.join(self.env.companies.mapped('name')),
            'teams': [{'id': team.id, 'name': team.name} for team in self._get_teams()],
            'team_id': scope.team.id,
            'currency_id': self.env.company.currency_id.id,
            'letter': self._get_letter(),
            'tiles': tiles,
        }

    @api.model
    def _check_user(self):
        """Who sees all documents has the screen in the menu; other sellers may ask for the figures of their own documents."""
        if not self.env.user.has_group(SELLER):
            raise AccessError(self.env._("The morning screen is for the sales department. Ask the administrator for access."))

    @api.model
    def _sees_cost(self):
        return self.env.user.has_group(COST_GROUP)

    @api.model
    def _get_teams(self):
        """:return: crm.team: to choose from; none if there is no choice"""
        teams = self.env['crm.team'].search([('company_id', 'in', [*self.env.companies.ids, False])])
        return teams if len(teams) > 1 else teams.browse()

    @api.model
    def _get_scope(self, team_id):
        ids = read_ids(self.env, [team_id] if team_id else [], 'team_id')
        team = self.env['crm.team'].search([('id', 'in', ids)])
        if ids and not team:
            raise UserError(self.env._("There is no such sales team. Reload the page."))
        today = get_today(self.env)
        return Scope(today, team, compare_month(today), compare_week(today), compare_yesterday(today), {})

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_days(self, model, domain, day, aggregates, scope, groupby=()):
        """Read sums per day, of all days that the tiles need.

        :param model: records of the model to read, with the context of the reading
        :param str day: date field, or datetime field
        :param groupby: further fields that the sums are grouped by
        :return: list of (day, *values of ``groupby``, *sums)
        """
        condition = Domain.OR(self._in_days(model, day, days) for days in scope.get_ranges())
        rows = model.with_context(tz=get_zone(self.env).zone)._read_group(
            Domain(domain) & condition, [f'{day}:day', *groupby], aggregates)
        return [(fields.Date.to_date(moment), *values) for moment, *values in rows]

    @api.model
    def _in_days(self, model, day, days):
        """:return: Domain: whether the date or the moment ``day`` is within ``days``"""
        if model._fields[day].type == 'date':
            return Domain(day, '>=', str(days.first)) & Domain(day, '<=', str(days.last))
        begin, end = self._get_moments(days)
        return Domain(day, '>=', str(begin)) & Domain(day, '<', str(end))

    @api.model
    def _get_moments(self, days):
        """:return: tuple: the moments when the days begin and when the next one begins"""
        return get_midnight(self.env, days.first), get_midnight(self.env, days.last + DAY)

    @api.model
    def _sum_of(self, field):
        """:return: str: aggregate of an amount in the currency of the company that is selected first"""
        return f'{field}:sum_currency' if len(self.env.companies.currency_id) > 1 else f'{field}:sum'

    @api.model
    def _total(self, rows, days, position=-1):
        """:return: sum of one column of rows of :meth:`_read_days`"""
        return sum(row[position] or 0 for row in rows if row[0] in days)

    @api.model
    def _draw_line(self, rows, scope, position=-1):
        """:return: list of numbers: a column of the rows for each of the last thirty days"""
        days = get_line(scope.today)
        values = dict.fromkeys((days.first + DAY * number for number in range((days.last - days.first).days + 1)), 0)
        for row in rows:
            if row[0] in values:
                values[row[0]] += row[position] or 0
        return [round(float(value), 2) for value in values.values()]

    # ------------------------------------------------------------
    # Making
    # ------------------------------------------------------------

    @api.model
    def _make_tile(self, key, title, figures, **parts):
        """
        :param list figures: of :meth:`_make_figure`; the first one is the main one
        :param parts: any of the keys below
        :return: dict for the client and the print: ``key``, ``title``, ``figures``; ``icon``; ``is_wide``; ``line`` (thirty
            numbers or none) with ``line_label``; ``lines``: figures in rows below; ``rest_label``: of the line
            that sums up what is too much, empty if they are no parts of the main figure; ``flow``: a figure of the month beside
            one of now; ``bar``: dict of ``share`` and ``mood``, or False; ``note``: what fills the tile; ``is_empty``
        """
        tile = {
            'key': key, 'title': title, 'figures': figures, 'icon': 'fa-circle-o', 'is_wide': False, 'line': [],
            'line_label': '', 'lines': [], 'rest_label': '', 'flow': False, 'bar': False, 'note': '', **parts}
        if tile['rest_label']:
            tile['lines'] = self._shorten(tile['lines'], tile['rest_label'], MAX_LINES)
        compared = [*figures, *([tile['flow']] if tile['flow'] else [])]
        is_something = any(tile['line']) or any(
            each['figure'] or any(other['figure'] for other in each['comparisons']) for each in compared)
        return {**tile, 'note': '' if is_something else tile['note'], 'is_empty': not is_something}

    @api.model
    def _make_figure(self, label, figure, kind='amount', days='', action=False, measure=False, comparisons=(), mood=''):
        """
        :param str days: the days of the figure, shown beside the label
        :param str kind: ``amount``, ``count`` or ``share`` (0 to 1)
        :param action: dict that opens the rows behind the figure
        :param str measure: the field of those rows that the figure is the sum of; False: it is their number
        :param str mood: ``good``, ``bad`` or empty
        :return: dict: a figure, rounded, with the figures that it is compared with
        """
        return {
            'label': label, 'days': days, 'figure': self._round(figure, kind), 'kind': kind, 'action': action,
            'measure': measure, 'comparisons': list(comparisons), 'mood': mood}

    @api.model
    def _round(self, figure, kind):
        if figure is False or kind == 'share':
            return figure
        # + 0.0: a small difference of floats would be shown as minus zero
        return self.env.company.currency_id.round(float(figure or 0)) + 0.0 if kind == 'amount' else round(figure or 0)

    @api.model
    def _compare(self, rows, compared, kind='amount', position=-1, good=1):
        """:return: list of two comparisons of a figure of days: with the days before, and of a year ago"""
        figure = self._total(rows, compared.days, position)
        return [self._make_comparison(self._format_days(days), self._total(rows, days, position), figure, kind, good)
                for days in (compared.previous, compared.year_ago)]

    @api.model
    def _make_comparison(self, label, before, figure, kind='amount', good=1):
        """:return: dict: ``label``, ``figure``; ``change``: as a share of it, or False; ``mood``"""
        before, figure = self._round(before, kind), self._round(figure, kind)
        difference = figure - before
        mood = '' if not difference or not before else 'good' if difference * good > 0 else 'bad'
        return {
            'label': label, 'figure': before, 'kind': kind, 'mood': mood,
            'change': difference / abs(before) if before else False}

    @api.model
    def _format_days(self, days):
        """:return: str: «1–10 бер.», with the year if it is another one than today's"""
        is_other_year = days.last.year != get_today(self.env).year
        pattern = 'd MMM y' if is_other_year else 'd MMM'
        last = format_date(self.env, days.last, date_format=pattern)
        if days.first == days.last:
            return last
        is_one_month = (days.first.year, days.first.month) == (days.last.year, days.last.month)
        if is_one_month and last.startswith(str(days.last.day)):
            return f'{days.first.day}–{last}'
        return f'{format_date(self.env, days.first, date_format="d MMM")} – {last}'

    @api.model
    def _name_month(self, days):
        """:return: str: the name of a month on its own, «Березень»"""
        name = format_date(self.env, days.first, date_format='LLLL')
        return name[:1].upper() + name[1:]

    @api.model
    def _fetch_actions(self):
        """Read the actions that the figures open all together; each is then taken from the cache."""
        # sudo: as in _for_xml_id(); the rows themselves are read with the rights of the user
        actions = self.env['ir.actions.act_window'].sudo().concat(*(self.env.ref(name).sudo() for name in ACTIONS.values()))
        actions.read(sorted(actions._get_readable_fields() & actions._fields.keys()))

    @api.model
    def _open_rows(self, name, model, domain, **context):
        """:return: dict: the list of a model as in the menu, without its filters, with the rows of a figure alone"""
        action = self.env['ir.actions.act_window']._for_xml_id(ACTIONS[model])
        usual = {key: value for key, value in literal_eval(action['context'] or '{}').items() if not key.startswith('search_')}
        views = {kind: view for view, kind in action['views']}
        return {
            **action, 'name': name, 'view_mode': 'list,kanban', 'views': [
                (views.get(kind, False), kind) for kind in ('list', 'kanban', *(['form'] if 'form' in views else []))],
            'mobile_view_mode': 'kanban', 'domain': list(domain), 'context': {**usual, **context}}

    @api.model
    def _shorten(self, lines, label, limit):
        """:param list lines: figures of the parts of a sum, the largest first
        :return: list of at most ``limit`` figures: the first ones, and one of all the others, which opens nothing
        """
        if len(lines) <= limit:
            return lines
        rest = lines[limit - 1:]
        total = self._make_figure(label, sum(line['figure'] for line in rest), rest[0]['kind'])
        return [*lines[:limit - 1], total]
