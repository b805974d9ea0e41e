from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError

from .plan import MONTHS


class BasSalesPlan(models.Model):
    _inherit = 'bas.sales.plan'

    def _get_step(self):
        """:return: relativedelta from one period of this length to the next"""
        self.ensure_one()
        if self.period in MONTHS:
            return relativedelta(months=MONTHS[self.period])
        return relativedelta(days=(self.date_to - self.date_from).days + 1)

    def action_copy_to_next_period(self):
        """The same rows and figures for the period that follows, as a draft.

        :return: action that opens the new plan; archived products stay behind
        """
        self.ensure_one()
        step = self._get_step()
        following = self.copy({
            'date_from': self.date_from + step,
            'date_to': (self.date_from + step + step) - relativedelta(days=1),
            'line_ids': [],
        })
        figures = [(
            line.date, line[self._get_dimension_field()].id, line.product_id.id, line.order_id.id, line.quantity, line.amount,
        ) for line in self.line_ids]
        cells, left_out = following._collect(figures, step)
        if not cells:
            raise UserError(self.env._("Nothing of this plan can be planned again: all its rows are archived."))
        following._write_cells({
            cell: {'quantity': quantity, 'amount': following.currency_id.round(amount),
                   'price_unit': amount / quantity if quantity else 0.0}
            for cell, (quantity, amount) in cells.items()}, units=self._get_units(), rows=[key for key, _column in cells])
        rest = sum(sum(amounts.values()) for amounts in left_out.values())
        following.message_post(body=self.env._("Copied from %(plan)s", plan=self.display_name) if not left_out else self.env._(
            "Copied from %(plan)s; archived rows were left out: %(sum)s", plan=self.display_name,
            sum=self.currency_id.format(rest)))
        return following._get_form_action()

    def _get_form_action(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
        }

    def action_view_lines(self):
        """The same figures as a plain list, which sorts, groups and filters."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Figures of %(plan)s", plan=self.display_name),
            'res_model': 'bas.sales.plan.line',
            'views': [(False, 'list'), (False, 'kanban')],
            'domain': [('plan_id', '=', self.id)],
        }
