from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...models.sales_plans.plan import MONTHS
from ...tools.days import get_today

#: number of finished periods for which the accuracy of a source is computed
PERIODS = 3


class BasSalesPlanFillError(models.TransientModel):
    """Error of a source if past periods had been planned from it: Σ |hypothetical plan − fact| / Σ fact, over rows."""

    _name = 'bas.sales.plan.fill.error'
    _description = 'Accuracy of a Source of a Sales Plan'

    fill_id = fields.Many2one('bas.sales.plan.fill', required=True, index=True, ondelete='cascade')
    source = fields.Char(readonly=True)
    has_error = fields.Boolean(readonly=True)
    error = fields.Float(readonly=True, help="0 %: a plan from this source would have been exact.")
    detail = fields.Char("By Period", readonly=True)


class BasSalesPlanFill(models.TransientModel):
    """Computing the accuracy of the sources over past periods."""

    _inherit = 'bas.sales.plan.fill'

    def _get_errors(self):
        """:return: list of values of ``bas.sales.plan.fill.error``, one for each source"""
        self.ensure_one()
        plan = self.plan_id
        if not plan or not self.date_from or not self.date_to:
            return []
        periods = self._get_finished_periods()
        facts = {shift: plan._get_facts(start, stop, **self._get_filters()) for shift, start, stop in periods}
        titles = dict(self._fields['source']._description_selection(self.env))
        return [
            self._prepare_error(titles[source], periods, facts, get_figures)
            for source, get_figures in (
                ('facts', self._get_past_facts), ('plan', self._get_past_plans), ('orders', self._get_past_orders),
                ('total', self._get_past_proportions))]

    def _get_finished_periods(self):
        """:return: list of (relativedelta from the period to the plan, first day, last day), the latest first"""
        plan, step = self.plan_id, self.plan_id._get_step()
        today, periods, number = get_today(self.env), [], 1
        while len(periods) < PERIODS:
            start = plan.date_from - step * number
            stop = plan.date_from - step * (number - 1) - relativedelta(days=1)
            if stop < today:
                periods.append((step * number, start, stop))
            number += 1
        return periods

    def _prepare_error(self, title, periods, facts, get_figures):
        off_total, fact_total, details = 0.0, 0.0, []
        for shift, start, stop in periods:
            off, fact = self._compare(get_figures(shift, start, stop, facts[shift]), facts[shift], shift)
            label = self._get_period_label(start, stop)
            if off is None:
                details.append(f"{label}: —")
                continue
            off_total, fact_total = off_total + off, fact_total + fact
            details.append(f"{label}: {off / fact:.0%}".replace('%', '\N{NO-BREAK SPACE}%'))
        return {
            'source': title,
            'has_error': bool(fact_total),
            'error': off_total / fact_total if fact_total else 0.0,
            'detail': ", ".join(details) if fact_total else self.env._("nothing to compare with"),
        }

    def _compare(self, figures, facts, shift):
        """:return: (Σ |hypothetical plan − fact|, Σ fact) over rows, or (None, None) if there is nothing to compare"""
        known = {value for _date, value, *_rest in [*figures, *facts]}
        sums = []
        for source in (figures, facts):
            cells, _left_out = self.plan_id._collect(source, shift, known)
            sums.append(defaultdict(float))
            for (key, _column), (_quantity, amount) in cells.items():
                sums[-1][key] += amount
        would_be, fact = sums
        total = sum(fact.values())
        if not would_be or total <= 0:
            return None, None
        return sum(abs(would_be[key] - fact[key]) for key in {*would_be, *fact}), total

    def _get_period_label(self, start, stop):
        plan = self.plan_id
        if plan.period in MONTHS:
            pattern = {'month': 'LLLL', 'quarter': 'QQQ yyyy', 'year': 'yyyy'}[plan.period]
            return format_date(self.env, start, date_format=pattern)
        return f"{format_date(self.env, start)} – {format_date(self.env, stop)}"

    # ------------------------------------------------------------
    # Figures that each source would have given for a past period
    # ------------------------------------------------------------

    def _grow(self, figures, shift):
        """Move figures to the days of the past period and apply the growth of the dialog."""
        return [(date + shift, *rest, quantity, amount * (1 + self.growth))
                for date, *rest, quantity, amount in figures]

    def _get_past_facts(self, shift, _start, _stop, _facts):
        plan = self.plan_id
        lead = plan._get_shift(self.date_from)
        return self._grow(plan._get_facts(
            self.date_from - shift, self._get_end(self.date_to, shift), **self._get_filters()), lead)

    def _get_end(self, date_to, shift):
        """Move a last day back; the last day of a month becomes the last day of a month."""
        return date_to + relativedelta(days=1) - shift - relativedelta(days=1)

    def _get_past_plans(self, shift, _start, _stop, _facts):
        plan, source = self.plan_id, self.source_plan_id
        if not source:
            return []
        start, stop = source.date_from - shift, self._get_end(source.date_to, shift)
        try:
            figures = plan._get_plan_figures(
                source._get_similar_plans(start, stop), date_from=start, date_to=stop, **self._get_filters())
        except UserError:
            return []
        return self._grow(figures, plan._get_shift(source.date_from))

    def _get_past_orders(self, _shift, start, _stop, _facts):
        """Count all orders without a day of delivery, since it is unknown which of them were meant for that period."""
        return self._grow(self.plan_id._get_open_orders(
            start, self.with_drafts, start, as_of=start, **self._get_filters()), relativedelta())

    def _get_past_proportions(self, shift, start, stop, facts):
        """Assume that the right total was known, so that only the proportions can differ."""
        figures = self._get_past_facts(shift, start, stop, facts)
        total, known = (sum(amount for *_rest, amount in rows) for rows in (facts, figures))
        return [(*rest, amount * total / known) for *rest, amount in figures] if total > 0 and known > 0 else []
