import itertools
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
        facts, earlier = self._get_past_facts(periods)
        past = {
            'facts': earlier,
            'plan': self._get_past_plans(periods),
            'orders': self._get_past_orders(periods),
            'total': [self._scale(figures, fact) for figures, fact in zip(earlier, facts, strict=True)],
        }
        self._read_ahead([*facts, *itertools.chain.from_iterable(past.values())])
        titles = dict(self._fields['source']._description_selection(self.env))
        return [self._prepare_error(titles[source], periods, facts, figures) for source, figures in past.items()]

    def _read_ahead(self, lists):
        """Read the rows of all figures at once."""
        rows = list(itertools.chain.from_iterable(lists))
        self.plan_id._get_rows_of_values({value for _date, value, *_rest in rows})
        self.plan_id._get_archived({variant for _date, _value, variant, *_rest in rows if variant})

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

    def _prepare_error(self, title, periods, facts, figures):
        """:param facts: list of the facts of each period; ``figures``: likewise, what the source would have given"""
        off_total, fact_total, details = 0.0, 0.0, []
        for (shift, start, stop), its_facts, its_figures in zip(periods, facts, figures, strict=True):
            off, fact = self._compare(its_figures, its_facts, shift)
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
    # Figures that each source would have given for past periods: a list of figures for each of them
    # ------------------------------------------------------------

    def _grow(self, figures, shift):
        """Move figures to the days of the past period and apply the growth of the dialog."""
        return [(date + shift, *rest, quantity, amount * (1 + self.growth))
                for date, *rest, quantity, amount in figures]

    def _get_past_facts(self, periods):
        """:return: facts of the periods; what filling from facts would have given for them"""
        sources = [(self.date_from - shift, self._get_end(self.date_to, shift)) for shift, _start, _stop in periods]
        found = self.plan_id._get_facts_of(
            [*((start, stop) for _shift, start, stop in periods), *sources], **self._get_filters())
        lead = self.plan_id._get_shift(self.date_from)
        return found[:len(periods)], [self._grow(figures, lead) for figures in found[len(periods):]]

    def _get_end(self, date_to, shift):
        """Move a last day back; the last day of a month becomes the last day of a month."""
        return date_to + relativedelta(days=1) - shift - relativedelta(days=1)

    def _get_past_plans(self, periods):
        plan, source = self.plan_id, self.source_plan_id
        if not source:
            return [[] for _period in periods]
        spans = [(source.date_from - shift, self._get_end(source.date_to, shift)) for shift, _start, _stop in periods]
        first, last = min(start for start, _stop in spans), max(stop for _start, stop in spans)
        try:
            figures = plan._get_plan_figures(
                source._get_similar_plans(first, last), date_from=first, date_to=last, **self._get_filters())
        except UserError:
            figures = []
        lead = plan._get_shift(source.date_from)
        return [self._grow([row for row in figures if start <= row[0] <= stop], lead) for start, stop in spans]

    def _get_past_orders(self, periods):
        """Count all orders without a day of delivery, since it is unknown which of them were meant for that period."""
        found = self.plan_id._get_open_orders_as_of(
            [start for _shift, start, _stop in periods], self.with_drafts, **self._get_filters())
        return [self._grow(figures, relativedelta()) for figures in found]

    def _scale(self, figures, facts):
        """Assume that the right total was known, so that only the proportions can differ."""
        total, known = (sum(amount for *_rest, amount in rows) for rows in (facts, figures))
        return [(*rest, amount * total / known) for *rest, amount in figures] if total > 0 and known > 0 else []
