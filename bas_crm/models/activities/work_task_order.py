from odoo import api, fields, models


class BasWorkTask(models.Model):
    _inherit = 'bas.work.task'

    is_of_work_order = fields.Boolean(compute='_compute_is_of_work_order')

    @api.depends('line_ids.work_order_id')
    def _compute_is_of_work_order(self):
        for task in self:
            task.is_of_work_order = bool(task.line_ids.work_order_id)


class BasWorkTaskLine(models.Model):
    """Hours that a work order holds as works of its own: the order bills them, the task does not."""

    _inherit = 'bas.work.task.line'

    work_order_id = fields.Many2one(
        'sale.order', compute='_compute_work_order_id', store=True, precompute=True, copy=False,
        index='btree_not_null', ondelete='set null', check_company=True,
        help="The work order whose works these hours are. They are on it already and are not put on an order again.")

    @api.depends('order_id')
    def _compute_work_order_id(self):
        """Hours that go to another order are billed as any."""
        for line in self:
            line.work_order_id = line.work_order_id == line.order_id and line.work_order_id

    @api.depends('work_order_id')
    def _compute_price_hour(self):
        """What the works cost stands on the order."""
        super()._compute_price_hour()
        for line in self:
            if line.work_order_id:
                line.price_hour, line.price_basis = 0.0, False

    def _is_on_order(self):
        hours = self.sudo()  # the order may be a colleague's
        works = hours.work_order_id
        is_called_off = works.state == 'cancel' and not any(works.order_line.mapped('qty_invoiced'))
        return bool(hours._get_billing_order() or (works and not is_called_off))

    def _call_off(self):
        """Cancel these works and no others: out of a task that has more in it they go to a cancelled one of their own."""
        for task, lines in self.grouped('task_id').items():
            if task.line_ids - lines:
                lines.task_id = task.copy({'line_ids': False, 'result': False, 'order_id': lines.order_id[:1].id})
        if self:
            self.task_id._set_category('cancelled')
