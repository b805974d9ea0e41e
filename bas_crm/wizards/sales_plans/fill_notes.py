from odoo import models
from odoo.tools.misc import formatLang

from ...models.sales_plans.matrix import OBJECT_MODELS

#: the largest number of rows named in a message
MAX_NAMES = 5


class BasSalesPlanFill(models.TransientModel):
    """Messages about figures of the source that are left out of the plan, so that nothing is lost silently."""

    _inherit = 'bas.sales.plan.fill'

    def _get_notes(self, cells, left_out):
        """:param dict cells: cells that are filled in, see ``_get_cells``
        :param dict left_out: see ``bas.sales.plan._collect``
        :return: list of sentences"""
        notes = [self._describe_left_out(reason, text, left_out[reason])
                 for reason, text in self._get_reasons().items() if reason in left_out]
        if self.source in ('facts', 'total') and self.plan_id._has_cut_months(self.date_from, self.date_to):
            notes.append(self.env._(
                "Sales before the move that were loaded for whole months count on the first day of the month, even where the "
                "chosen days or the columns of the plan cut the month."))
        if self.source == 'orders':
            orders = self._get_orders()
            if not self.undated_on and (undated := self._get_undated_label(orders)):
                notes.append(self.env._("Left out: %(orders)s.", orders=undated))
            if taken := self._get_taken_label(orders):
                notes.append(taken)
        unpriced = len({key for (key, __), figures in cells.items() if figures['quantity'] and not figures['amount']})
        if unpriced:
            notes.append(self.plan_id._get_unpriced_text(unpriced))
        return notes

    def _get_reasons(self):
        return {
            'dates': self.env._("Outside the dates of the plan"),
            'objects': self.env._("Without a product, a variant or a row of its own"),
            'archived': self.env._("Archived"),
            'returns': self.env._("Returns exceed sales, and a plan has no negative figures"),
        }

    def _describe_left_out(self, reason, text, amounts):
        """:param dict amounts: id of a value of the plan's dimension → sum in company currency"""
        total = self._format_sum(sum(amounts.values()))
        names = self._get_names(amounts) if reason != 'dates' else ''
        if names:
            return self.env._("Left out: %(sum)s. %(reason)s: %(names)s.", sum=total, reason=text, names=names)
        return self.env._("Left out: %(sum)s. %(reason)s.", sum=total, reason=text)

    def _get_names(self, values):
        """:return: str: names of rows in alphabetical order, at most :data:`MAX_NAMES`"""
        model = self.env[OBJECT_MODELS[self.plan_id._get_dimension_field()]].with_context(active_test=False)
        names = sorted(record.display_name for record in model.browse(filter(None, values)))
        more = [self.env._("%(count)s more", count=len(names) - MAX_NAMES)] if len(names) > MAX_NAMES else []
        return ", ".join([*names[:MAX_NAMES], *more])

    def _format_sum(self, amount):
        """:param float amount: in company currency"""
        return formatLang(self.env, amount * self.plan_id._get_current_rate(), currency_obj=self.currency_id)

    # ------------------------------------------------------------
    # Open orders
    # ------------------------------------------------------------

    def _get_orders(self):
        """:return: list of open orders, see ``bas.sales.plan._get_orders_by_delivery``"""
        return self.plan_id._get_orders_by_delivery(
            self.plan_id.date_from, self.plan_id.date_to, self.with_drafts, **self._get_filters())

    def _get_undated_label(self, orders):
        """:return: str: number and amount of orders without a day in the plan; empty if there are none"""
        undated, early = ({order: amount for order, kind, amount in orders if kind == wanted} for wanted in ('undated', 'early'))
        parts = []
        if undated:
            parts.append(self.env._("%(count)s without a day of delivery for %(sum)s", count=len(undated), sum=self._format_sum(
                sum(undated.values()))))
        if early:
            parts.append(self.env._("%(count)s due before the plan begins for %(sum)s", count=len(early), sum=self._format_sum(
                sum(early.values()))))
        return ", ".join(parts)

    def _get_planned_orders(self, orders):
        """:return: dict: id of an order that is filled in → its open amount in company currency"""
        return {order: amount for order, kind, amount in orders if kind == 'dated' or self.undated_on}

    def _get_taken_label(self, orders):
        """:return: str: number and amount of these orders that are in other approved plans; empty if there are none"""
        plan, orders = self.plan_id, self._get_planned_orders(orders)
        others = plan.search([
            ('id', '!=', plan.id), ('state', 'in', ('approved', 'closed')), ('company_id', '=', plan.company_id.id),
            '|', ('taken_order_ids', 'in', list(orders)), ('line_ids.order_id', 'in', list(orders))]) if orders else plan.browse()
        taken = set((others.taken_order_ids | others.line_ids.order_id).ids) & set(orders)
        if not taken:
            return ''
        return self.env._(
            "%(count)s of the orders, for %(sum)s, are already in approved plans: %(plans)s.", count=len(taken),
            sum=self._format_sum(sum(orders[order] for order in taken)),
            plans=", ".join(other.display_name for other in others[:MAX_NAMES]))
