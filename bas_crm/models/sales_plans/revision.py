from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .plan import MONTHS


class BasSalesPlanRevision(models.Model):
    """Approved figures of a plan before a revision; they never change."""

    _name = 'bas.sales.plan.revision'
    _description = 'Revision of a Sales Plan'
    _order = 'plan_id, number desc'
    _rec_name = 'number'

    plan_id = fields.Many2one('bas.sales.plan', required=True, index=True, ondelete='cascade', readonly=True)
    company_id = fields.Many2one(related='plan_id.company_id', store=True, precompute=True, index=True)
    number = fields.Integer(required=True, readonly=True, help="0: the first approved figures.")
    reason = fields.Char("Why Changed")
    revised_at = fields.Datetime("Replaced On", readonly=True)
    revised_by_id = fields.Many2one('res.users', string="Replaced By", readonly=True, ondelete='set null')
    approved_at = fields.Datetime("Approved On", readonly=True)
    approved_by_id = fields.Many2one('res.users', readonly=True, ondelete='set null')
    currency_id = fields.Many2one(related='plan_id.currency_id')
    currency_rate = fields.Float(digits=0, readonly=True, aggregator=None)
    amount_total = fields.Monetary("Total", readonly=True, aggregator=None)
    quantity_total = fields.Float("Total Quantity", digits='Product Unit', readonly=True, aggregator=None)
    matrix = fields.Json(readonly=True)

    _unique_number = models.UniqueIndex('(plan_id, number)', "This revision is already stored.")

    def write(self, vals):
        if set(vals) - {'reason'}:
            raise UserError(self.env._("Figures of an earlier revision cannot be changed."))
        return super().write(vals)

    def _compute_display_name(self):
        for revision in self:
            revision.display_name = self.env._(
                "%(plan)s, figures of revision %(number)s", plan=revision.plan_id.name, number=revision.number)


class BasSalesPlan(models.Model):
    """Revising an approved plan, going back to its approved figures, and copying it to the next period."""

    _inherit = 'bas.sales.plan'

    @api.ondelete(at_uninstall=False)
    def _unlink_except_revised(self):
        for plan in self.filtered('revision_ids'):
            raise UserError(self.env._(
                "The plan %(plan)s has been approved before and cannot be deleted with its earlier figures. Archive it instead.",
                plan=plan.name))

    def action_revise(self, reason=''):
        """Store the approved figures and return the plan to draft for changes.

        :param reason: why the plan is changed; stored with the old figures and posted in the chatter
        """
        reason = reason.strip() if isinstance(reason, str) else ''
        if any(plan.state != 'approved' for plan in self):
            raise UserError(self.env._("Only an approved plan can be revised. Open a closed one again first."))
        self.check_access('write')
        # sudo: nobody has the right to create or delete revisions; who may write the plan does it only with this button.
        self.env['bas.sales.plan.revision'].sudo().create([
            {**plan._prepare_revision_values(), 'reason': reason} for plan in self])
        for plan in self:
            plan._set_state('draft', revision=plan.revision + 1)
            plan.message_post(body=self.env._("Opened for changes: %(reason)s", reason=reason or self.env._("no reason given")))
        return True

    def _prepare_revision_values(self):
        return {
            'plan_id': self.id,
            'number': self.revision,
            'revised_at': fields.Datetime.now(),
            'revised_by_id': self.env.user.id,
            'approved_at': self.approved_at,
            'approved_by_id': self.approved_by_id.id,
            'currency_rate': self.currency_rate,
            'amount_total': self.amount_total,
            'quantity_total': self.quantity_total,
            'matrix': {**self._get_matrix(), 'editable': False, 'scope': self._get_stored_scope()},
        }

    def _get_stored_scope(self):
        """:return: dict: field → id: the scope and the currency of the stored figures"""
        return {name: self[name].id for name in ('company_id', 'user_id', 'team_id', 'currency_id')}

    def action_discard_revision(self):
        """Restore the figures that were approved, and their approval."""
        for plan in self:
            revision = plan.revision_ids[:1]
            if plan.state != 'draft' or not revision:
                raise UserError(self.env._("The plan %(plan)s is not being revised.", plan=plan.display_name))
            plan._restore_lines(revision.matrix)
            values = {
                'revision': revision.number,
                'currency_rate': revision.currency_rate,
                'approved_at': revision.approved_at,
                'approved_by_id': revision.approved_by_id.id,
            }
            revision.sudo().unlink()  # sudo: as in action_revise; the lines above were written with the user's own rights
            plan._set_state('approved', **values)
        return True

    def _restore_lines(self, matrix):
        """Replace the lines by those of a stored table.

        :raises UserError: the rows, columns or scope of the plan have changed since then
        """
        if any(self[name] != matrix[name] for name in ('dimension', 'by_variant', 'by_order', 'by_quantity')) or [
                column['date'] for column in matrix['columns']] != list(map(fields.Date.to_string, self._get_columns())):
            raise UserError(self.env._(
                "The dates, columns or rows of the plan have changed since then. Set them as they were, then try again."))
        if matrix.get('scope', self._get_stored_scope()) != self._get_stored_scope():
            raise UserError(self.env._(
                "The company, manager, team or currency of the plan has changed since then. Set them as they were, then try "
                "again."))
        self.line_ids.unlink()
        names = ('quantity', 'price_unit', 'amount')
        self._write_cells(
            {(row['key'], fields.Date.to_date(date)): dict(zip(names, figures, strict=True))
             for row in matrix['rows'] for date, figures in row['cells'].items()},
            rows=[row['key'] for row in matrix['rows']],
            units={row['key']: row['uom_id'] for row in matrix['rows'] if row['uom_id']})

    def _get_step(self):
        """:return: relativedelta: length of the plan's period"""
        self.ensure_one()
        if self.period in MONTHS:
            return relativedelta(months=MONTHS[self.period])
        return relativedelta(days=(self.date_to - self.date_from).days + 1)

    def action_copy_to_next_period(self):
        """Copy rows and figures to a draft for the next period, without archived products.

        :return: action that opens the new plan
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
            raise UserError(self.env._("This plan cannot be copied: the objects of all its rows are archived."))
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

    @api.readonly
    def action_view_lines(self):
        """Open the figures as a list, where they can be sorted, grouped and filtered."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Figures of %(plan)s", plan=self.display_name),
            'res_model': 'bas.sales.plan.line',
            'views': [(False, 'list'), (False, 'kanban')],
            'domain': [('plan_id', '=', self.id)],
        }
