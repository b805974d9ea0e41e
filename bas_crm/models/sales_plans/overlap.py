from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from ...tools.arguments import read_domain

#: the plans that stand in a group
PLANS = 'plan_id:array_agg_distinct'
#: context key that says that the caller leaves totals of overlapping plans blank by itself; no client can send its value
BY_CALLER, IS_CHECKED = 'bas_plan_fact_overlap', object()
#: types of the fields that are figures
FIGURES = {'float', 'monetary'}
#: plans named in a message
MAX_NAMES = 5


class BasPlanOverlapMixin(models.AbstractModel):
    """Rows of plans (``plan_id``) whose sums never add up plans that overlap.

    Two approved plans overlap if they are of one company, have days in common, and a sale can belong to both: neither asks for
    another manager or another team than the other. A group with rows of both has no figures, whatever it is grouped by.
    """

    _name = 'bas.plan.overlap.mixin'
    _description = 'Rows of Plans That May Overlap'
    #: a spreadsheet of a grouped list asks the model for the figures of groups
    _has_group_figures = True

    # ------------------------------------------------------------
    # Which plans overlap
    # ------------------------------------------------------------

    @api.model
    def _get_overlaps(self, domain, groupby=()):
        """:return: dict: id of a plan → set of ids of the plans that overlap with it; empty where a question is about one
            plan, or has one plan in each group"""
        if 'plan_id' in groupby or self._get_asked_plan(Domain(domain).optimize(self)):
            return {}
        plans = self.env['bas.sales.plan']
        plans.flush_model(['state', 'active', 'company_id', 'date_from', 'date_to', 'user_id', 'team_id'])
        # in SQL: the rows of a group may be of plans that the person may not open; only ids are compared
        overlaps = {}
        for plan, other in self.env.execute_query(SQL("""
                SELECT plan.id, other.id
                  FROM bas_sales_plan plan
                  JOIN bas_sales_plan other
                    ON other.company_id = plan.company_id AND other.id != plan.id
                   AND other.date_from <= plan.date_to AND other.date_to >= plan.date_from
                   AND (other.user_id IS NULL OR plan.user_id IS NULL OR other.user_id = plan.user_id)
                   AND (other.team_id IS NULL OR plan.team_id IS NULL OR other.team_id = plan.team_id)
                 WHERE plan.state IN ('approved', 'closed') AND other.state IN ('approved', 'closed')
                   AND plan.active AND other.active""")):
            overlaps.setdefault(plan, set()).add(other)
        return overlaps

    @api.model
    def _get_asked_plan(self, domain):
        """:param Domain domain: an optimized one, in which ``=`` is ``in``
        :return: int or None: id of the only plan whose rows meet it"""
        for part in domain.children if hasattr(domain, 'children') and domain.OPERATOR == '&' else [domain]:
            if getattr(part, 'field_expr', None) == 'plan_id' and part.operator == 'in' and isinstance(part.value, OrderedSet):
                plans = list(part.value)
                if len(plans) == 1 and isinstance(plans[0], int):
                    return plans[0]
        return None

    @api.model
    @api.readonly
    def get_overlap(self, domain):
        """What a screen says where it leaves totals blank.

        :return: dict of ``plans`` ({id of a plan as text: list of ids of those that overlap with it}) and ``message``; False
            where nothing overlaps among the rows of ``domain``
        """
        domain = read_domain(self, domain)
        overlaps = self._get_overlaps(domain)
        if not overlaps:
            return False
        rows = Domain(domain) & Domain('plan_id', 'in', list(overlaps))
        shown = [plan for plan, in self._read_group(rows, ['plan_id'])]
        ids = {plan.id for plan in shown}
        found = {str(plan.id): sorted(overlaps[plan.id] & ids) for plan in shown if overlaps[plan.id] & ids}
        return {'plans': found, 'message': self._get_overlap_message(
            [plan for plan in shown if str(plan.id) in found])} if found else False

    def _get_overlap_message(self, plans):
        # a group of the report is called by the name of its plan, too, whether the person may open the plan or not
        names = [f"«{plan.sudo().display_name}»" for plan in plans]
        more = len(names) - MAX_NAMES
        text = ", ".join(names[:MAX_NAMES])
        if more > 0:
            text = self.env._("%(plans)s and %(count)s more", plans=text, count=more)
        return self.env._(
            "A sale counts in each of these plans: %(plans)s. So their totals are not added up and stay empty. Choose one plan, "
            "or group by plan.", plans=text)

    # ------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------

    def _is_checked(self):
        return self.env.context.get(BY_CALLER) is IS_CHECKED

    def _is_figure(self, spec):
        field = self._fields.get(spec.partition(':')[0])
        return bool(field) and field.type in FIGURES

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        overlaps = {} if self._is_checked() or not any(map(self._is_figure, aggregates)) else self._get_overlaps(domain, groupby)
        if not overlaps:
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        rows = super()._read_group(domain, groupby, [*aggregates, PLANS], having, offset, limit, order)
        return self._blank_overlaps(rows, len(groupby), aggregates, overlaps)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        overlaps = {} if self._is_checked() else self._get_overlaps(domain)
        checked = self.with_context(**{BY_CALLER: IS_CHECKED})
        if not overlaps:
            return super(BasPlanOverlapMixin, checked)._read_grouping_sets(domain, grouping_sets, aggregates, order)
        sets = super(BasPlanOverlapMixin, checked)._read_grouping_sets(domain, grouping_sets, [*aggregates, PLANS], order)
        return [self._blank_overlaps(rows, len(grouping), aggregates, overlaps)
                for grouping, rows in zip(grouping_sets, sets, strict=True)]

    def _blank_overlaps(self, rows, width, aggregates, overlaps):
        """:param rows: of ``width`` values of a grouping, the aggregates, and the plans of the group
        :return: rows without the plans, and without the figures of those with plans that overlap"""
        blank = [self._read_group_empty_value(spec) if self._is_figure(spec) else None for spec in aggregates]
        result = []
        for row in rows:
            figures, plans = row[width:-1], {plan for plan in row[-1] or () if plan}
            if any(overlaps.get(plan, set()) & plans for plan in plans):
                figures = [value if nothing is None else nothing for value, nothing in zip(figures, blank, strict=True)]
            result.append((*row[:width], *figures))
        return result
