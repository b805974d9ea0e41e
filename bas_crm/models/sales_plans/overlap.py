from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from ...tools.arguments import read_domain

#: aggregate that reads the plans of a group
PLANS = 'plan_id:array_agg_distinct'
#: context key and value: the calling method blanks totals of overlapping plans itself; a client cannot send an object
BY_CALLER, BLANKED = 'bas_plan_fact_overlap', object()
#: types of fields whose totals are blanked
FIGURES = {'float', 'monetary'}
#: the largest number of plans named in a message
MAX_NAMES = 5


class BasPlanOverlapMixin(models.AbstractModel):
    """Rows of plans (``plan_id``) whose totals never add up overlapping plans, since a sale would be counted twice.

    Two approved plans overlap if they belong to one company, have days in common, and do not name different managers or
    different teams, so that a sale can belong to both. A group with rows of both plans has no figures.
    """

    _name = 'bas.plan.overlap.mixin'
    _description = 'Rows of Plans That May Overlap'
    #: the export of a grouped list reads the figures of groups from the model, see ``controllers/report_xlsx.py``
    _has_group_figures = True

    # ------------------------------------------------------------
    # Which plans overlap
    # ------------------------------------------------------------

    @api.model
    def _get_overlaps(self, domain, groupby=()):
        """:return: dict: id of a plan → set of ids of the plans that overlap with it; empty if ``domain`` selects one plan,
            or if the rows are grouped by plan"""
        if 'plan_id' in groupby or self._get_only_plan(Domain(domain).optimize(self)):
            return {}
        plans = self.env['bas.sales.plan']
        plans.flush_model(['state', 'active', 'company_id', 'date_from', 'date_to', 'user_id', 'team_id'])
        # in SQL: a group may have rows of plans that the user may not read; only ids are compared
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
    def _get_only_plan(self, domain):
        """:return: int or None: id of the plan, if the domain limits rows to one plan"""
        return self._get_only_value(domain, 'plan_id')

    @api.model
    def _get_only_value(self, domain, name):
        """:param Domain domain: an optimized domain, in which ``=`` has become ``in``
        :return: int or None: the id that the domain limits the field ``name`` to"""
        for part in domain.children if hasattr(domain, 'children') and domain.OPERATOR == '&' else [domain]:
            if getattr(part, 'field_expr', None) == name and part.operator == 'in' and isinstance(part.value, OrderedSet):
                values = list(part.value)
                if len(values) == 1 and isinstance(values[0], int):
                    return values[0]
        return None

    @api.model
    @api.readonly
    def get_overlap(self, domain):
        """Get the explanation that a view shows when totals are blank.

        :return: dict of ``plans`` ({id of a plan as text: list of ids of the plans that overlap with it}) and ``message``;
            False if no plans overlap among the rows of ``domain``
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
        # sudo: groups of the report show the names of plans as well, even of those that the user may not read
        names = [f"«{plan.sudo().display_name}»" for plan in plans]
        more = len(names) - MAX_NAMES
        text = ", ".join(names[:MAX_NAMES])
        if more > 0:
            text = self.env._("%(plans)s and %(count)s more", plans=text, count=more)
        return self.env._(
            "A sale counts in each of these plans: %(plans)s. That is why their totals are not added up and are empty. "
            "Choose one plan, or group by plan.", plans=text)

    # ------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------

    def _is_blanked(self):
        return self.env.context.get(BY_CALLER) is BLANKED

    def _is_figure(self, spec):
        field = self._fields.get(spec.partition(':')[0])
        return bool(field) and field.type in FIGURES

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        is_blanked = self._is_blanked() or not any(map(self._is_figure, aggregates))
        overlaps = {} if is_blanked else self._get_overlaps(domain, groupby)
        if not overlaps:
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        rows = super()._read_group(domain, groupby, [*aggregates, PLANS], having, offset, limit, order)
        return self._blank_overlaps(rows, len(groupby), aggregates, overlaps)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        overlaps = {} if self._is_blanked() else self._get_overlaps(domain)
        checked = self.with_context(**{BY_CALLER: BLANKED})
        if not overlaps:
            return super(BasPlanOverlapMixin, checked)._read_grouping_sets(domain, grouping_sets, aggregates, order)
        sets = super(BasPlanOverlapMixin, checked)._read_grouping_sets(domain, grouping_sets, [*aggregates, PLANS], order)
        return [self._blank_overlaps(rows, len(grouping), aggregates, overlaps)
                for grouping, rows in zip(grouping_sets, sets, strict=True)]

    def _blank_overlaps(self, rows, width, aggregates, overlaps):
        """:param rows: tuples of ``width`` values of a grouping, the aggregates, and the plans of the group
        :return: rows without the plans; groups with overlapping plans have empty figures"""
        blank = [self._read_group_empty_value(spec) if self._is_figure(spec) else None for spec in aggregates]
        result = []
        for row in rows:
            figures, plans = row[width:-1], {plan for plan in row[-1] or () if plan}
            if any(overlaps.get(plan, set()) & plans for plan in plans):
                figures = [value if nothing is None else nothing for value, nothing in zip(figures, blank, strict=True)]
            result.append((*row[:width], *figures))
        return result
