from collections import Counter, defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.alphabet import alphabetical
from ...tools.days import get_today
from .morning_days import join_days


class BasMorning(models.AbstractModel):
    """Tiles of work: offers and orders that wait, leads and steps that somebody forgot, losses and new customers."""

    _inherit = 'bas.morning'

    # ------------------------------------------------------------
    # Offers and orders
    # ------------------------------------------------------------

    @api.model
    def _get_offers_tile(self, scope):
        offers = self.env['bas.commercial.offer']
        waiting = Domain('is_waiting', '=', True) & scope.get_domain()
        count, total = self._sum_offers(waiting)
        sent = self._read_days(
            offers, Domain('state', '!=', 'draft') & scope.get_domain(), 'date', ['__count'], scope)
        title = self.env._("Offers without an Answer")
        action = self._open_rows(title, offers._name, waiting, create=False)
        expired = offers.search_count(waiting & Domain('is_expired', '=', True))
        return self._make_tile(
            'offers', title, [
                self._make_figure(self.env._("Offers"), count, 'count', action=action),
                self._make_figure(self.env._("Amount"), total, action=action, measure='amount_total')],
            icon='fa-paper-plane-o', line=self._draw_line(sent, scope),
            lines=[self._make_figure(
                self.env._("Past their validity"), expired, 'count', mood='bad' if expired else '',
                action=self._open_rows(title, offers._name, waiting & Domain('is_expired', '=', True), create=False))],
            line_label=self.env._("Offers sent in the last 30 days"), flow=self._make_flow(
                self.env._("Sent in the Month"), sent, scope, self._open_rows(
                    self.env._("Offers Sent"), offers._name, Domain('state', '!=', 'draft') & scope.get_domain()
                    & self._in_days(offers, 'date', scope.month.days), create=False)),
            note=self.env._("No offer waits. Send one from an order, and its answer is waited for here."))

    @api.model
    def _sum_offers(self, domain):
        """:return: tuple: number of offers, and their amount, each at the rate of its order, as on My Day"""
        offers, company = self.env['bas.commercial.offer'], self.env.company
        offers.flush_model(['order_id', 'company_id', 'amount_total'])
        self.env['sale.order'].flush_model(['currency_rate'])
        query = offers._search(domain)
        owner, total, own_order = (SQL.identifier(offers._table, name) for name in ('company_id', 'amount_total', 'order_id'))
        query.add_join('JOIN', 'o', 'sale_order', SQL("o.id = %s", own_order))
        query.groupby = owner
        amount = self.env['bas.agenda']._to_company_currency(SQL("o"), total)
        rows = self.env.execute_query(query.select(owner, SQL("COUNT(*)"), SQL("COALESCE(SUM(%s), 0)", amount)))
        return sum(row[1] for row in rows), sum(
            self.env['res.company'].browse(owner_id).currency_id._convert(float(total), company.currency_id, company, get_today(
                self.env)) for owner_id, _count, total in rows)

    @api.model
    def _make_flow(self, label, rows, scope, action, good=1):
        """:return: dict: how many there were in the month"""
        month = scope.month
        return self._make_figure(
            label, self._total(rows, month.days), 'count', days=self._format_days(month.days), action=action,
            comparisons=self._compare(rows, month, 'count', good=good))

    @api.model
    def _get_standing_tile(self, scope):
        report, orders = self.env['bas.order.standing']._with_usual_hours(), self.env['sale.order']
        domain = Domain('is_long', '=', True) & scope.get_domain()
        rows = report._read_group(domain, ['stage_id'], ['__count', self._sum_of('amount')])
        confirmed = Domain('state', '=', 'sale') & scope.get_domain()
        days = self._read_days(orders, confirmed, 'date_order', ['__count'], scope)
        title = self.env._("Stuck Orders")
        action = self._open_rows(title, report._name, domain)
        lines = [self._make_figure(
            stage.display_name, count, 'count', mood='bad',
            action=self._open_rows(title, report._name, domain & Domain('stage_id', '=', stage.id)),
        ) for stage, count, __ in sorted(rows, key=lambda row: (-row[1], row[0].sequence))]
        return self._make_tile(
            'standing', title, [
                self._make_figure(self.env._("Orders"), sum(row[1] for row in rows), 'count', action=action),
                self._make_figure(self.env._("Amount"), sum(row[2] for row in rows), action=action, measure='amount')],
            icon='fa-pause-circle-o', lines=lines, rest_label=self.env._("Other states"),
            line=self._draw_line(days, scope), line_label=self.env._("Orders confirmed in the last 30 days"),
            flow=self._make_flow(self.env._("Confirmed in the Month"), days, scope, self._open_rows(
                self.env._("Orders Confirmed"), orders._name, confirmed
                & self._in_days(orders, 'date_order', scope.month.days), create=False)),
            note=self.env._("No order is in its state longer than usual: than three of four were in the last year."))

    # ------------------------------------------------------------
    # Leads and steps
    # ------------------------------------------------------------

    @api.model
    def _get_unanswered_tile(self, scope):
        agenda, leads = self.env['bas.agenda'], self.env['crm.lead'].with_context(active_test=False)
        domain = Domain('bucket', '=', 'overdue') & Domain('kind', '=', 'unanswered') & scope.get_domain()
        counts = self._count_late(scope, lambda kind: kind == 'unanswered')
        received = self._read_days(leads, scope.get_domain(), 'create_date', ['__count'], scope)
        title = self.env._("Leads Nobody Has Answered")
        figure = self._make_figure(
            self.env._("Leads"), sum(counts.values()), 'count', mood='bad' if counts else '',
            action=self._open_rows(title, agenda._name, domain))
        return self._make_tile(
            'unanswered', title, [figure], icon='fa-user-plus', lines=self._list_late(title, domain, counts),
            rest_label=self.env._("Other managers"), line=self._draw_line(received, scope),
            line_label=self.env._("Leads received in the last 30 days"),
            flow=self._make_flow(self.env._("Received in the Month"), received, scope, self._open_rows(
                self.env._("Leads Received in Days"), leads._name, scope.get_domain()
                & self._in_days(leads, 'create_date', scope.month.days), create=False, active_test=False)),
            note=self.env._("Everybody has got an answer. A lead without a call, a letter or a plan is here."))

    @api.model
    def _get_steps_tile(self, scope):
        agenda, events = self.env['bas.agenda'], self.env['bas.event']
        domain = Domain('bucket', '=', 'overdue') & Domain('kind', '!=', 'unanswered') & scope.get_domain()
        counts = self._count_late(scope, lambda kind: kind != 'unanswered')
        done_domain = Domain('category', '=', 'done') & self._in_team_of_user(scope)
        done = self._read_days(events, done_domain, 'start', ['__count'], scope)
        title = self.env._("Steps Overdue")
        total = sum(counts.values())
        figure = self._make_figure(
            self.env._("Steps"), total, 'count', mood='bad' if total else '',
            action=self._open_rows(title, agenda._name, domain))
        return self._make_tile(
            'steps', title, [figure], icon='fa-bell-o', lines=self._list_late(title, domain, counts),
            rest_label=self.env._("Other managers"), line=self._draw_line(done, scope),
            line_label=self.env._("Events done in the last 30 days"),
            flow=self._make_flow(self.env._("Events Done in the Month"), done, scope, self._open_rows(
                self.env._("Events Done"), events._name, done_domain
                & self._in_days(events, 'start', scope.month.days), create=False)),
            note=self.env._("Nothing is overdue. Planned calls, meetings and tasks come here when their day has passed."))

    @api.model
    def _count_late(self, scope, is_counted):
        """Count what is overdue in My Day; it is read once for both tiles.

        :param is_counted: function of the kind of rows
        :return: Counter: manager → number
        """
        rows = scope.read_once('late', lambda: self.env['bas.agenda']._read_group(
            Domain('bucket', '=', 'overdue') & scope.get_domain(), ['kind', 'user_id'], ['__count']))
        counts = Counter()
        for kind, user, count in rows:
            if is_counted(kind):
                counts[user] += count
        return counts

    @api.model
    def _list_late(self, title, domain, counts):
        return self._list_managers(counts, lambda name, own: self._open_rows(
            f'{title} · {name}', 'bas.agenda', domain & own), mood='bad')

    @api.model
    def _in_team_of_user(self, scope):
        """:return: Domain of events, which have no team of their own: as in the managers' analysis"""
        return Domain('user_id.sale_team_id', '=', scope.team.id) if scope.team else Domain.TRUE

    @api.model
    def _list_managers(self, counts, open_rows, mood=''):
        """:param dict counts: manager → number
        :param open_rows: function of the name and the domain of a manager; it returns the action of the figure
        :return: list of figures, the largest first"""
        # sudo: the name is shown also if the manager is archived or belongs to another company.
        names = {user: user.sudo().name or self.env._("Manager not specified") for user in counts}
        order = sorted(counts, key=lambda user: (-counts[user], alphabetical(names[user])))
        return [self._make_figure(
            names[user], counts[user], 'count', mood=mood, action=open_rows(names[user], Domain('user_id', '=', user.id)),
        ) for user in order]

    # ------------------------------------------------------------
    # Losses and new customers
    # ------------------------------------------------------------

    @api.model
    def _get_losses_tile(self, scope):
        report, week = self.env['bas.cancellation.report'], scope.week
        rows = self._read_days(
            report._cancelled_in(*(self._get_moments(days) for days in scope.get_ranges())), scope.get_domain(), 'date',
            ['__count', self._sum_of('amount')], scope, ['cancel_reason_id'])
        title = self.env._("Losses of the Week by Reason")
        domain = scope.get_domain() & self._in_days(report, 'date', week.days)
        action = self._open_rows(title, report._name, domain)
        lost = defaultdict(float)
        for day, reason, __, amount in rows:
            if day in week.days:
                lost[reason] += amount
        lines = [self._make_figure(
            reason.display_name or self.env._("Reason not given"), amount, measure='amount',
            action=self._open_rows(title, report._name, domain & Domain('cancel_reason_id', '=', reason.id)),
        ) for reason, amount in sorted(lost.items(), key=lambda item: (-item[1], item[0].id))]
        return self._make_tile(
            'losses', title, [
                self._make_figure(
                    self.env._("Amount"), self._total(rows, week.days), days=self._format_days(week.days), action=action,
                    measure='amount', comparisons=self._compare(rows, week, good=-1)),
                self._make_figure(
                    self.env._("Orders"), self._total(rows, week.days, -2), 'count', action=action)],
            icon='fa-thumbs-o-down', lines=lines, rest_label=self.env._("Other reasons"),
            line=self._draw_line(rows, scope), line_label=self.env._("Cancelled orders of the last 30 days"),
            note=self.env._("No order was cancelled. The reason is asked when one is."))

    @api.model
    def _get_customers_tile(self, scope):
        rows, month = self._read_first_orders(scope), scope.month
        title = self.env._("New Customers of the Month")
        domain = Domain('kind', '=', 'order') & Domain('new_order_count', '=', 1) & scope.get_domain()
        counts = Counter()
        for day, user, count in rows:
            if day in month.days:
                counts[user] += count
        figure = self._make_figure(
            self.env._("Customers"), self._total(rows, month.days), 'count', days=self._format_days(month.days),
            action=self._open_first_orders(title, domain, month.days), comparisons=self._compare(rows, month, 'count'))
        return self._make_tile(
            'customers', title, [figure], icon='fa-smile-o', lines=self._list_managers(
                counts, lambda __, own: self._open_first_orders(title, domain & own, month.days)),
            rest_label=self.env._("Other managers"),
            line=self._draw_line(rows, scope), line_label=self.env._("New customers of the last 30 days"),
            note=self.env._("Nobody new yet. A customer is new when the first order is confirmed."))

    @api.model
    def _read_first_orders(self, scope):
        """:return: list of (day, manager, number): first confirmed orders of customers, of the days that the tile shows"""
        ranges = scope.get_ranges()
        report = self.env['bas.manager.report'].with_context(
            **self._get_report_days(join_days(*ranges)))._only_first_orders(*ranges)
        return report._read_group(
            Domain('kind', '=', 'order') & Domain('new_order_count', '=', 1) & scope.get_domain(), ['date:day', 'user_id'],
            ['new_order_count:sum'])

    @api.model
    def _open_first_orders(self, title, domain, days):
        return self._open_rows(
            title, 'bas.manager.report', domain, **self._get_report_days(days), bas_manager_indicator='orders')
