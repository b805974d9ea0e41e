from odoo import models

from ...tools.days import format_moment


class SaleOrder(models.Model):
    """A work order that is cancelled or deleted leaves nothing to be done in the calendars of its performers."""

    _inherit = 'sale.order'

    def write(self, vals):
        if vals.get('state') == 'cancel':
            self.check_access('write')  # before the works of colleagues are touched
            orders = self._filter_work_orders().filtered(lambda order: order.state != 'cancel')
            # Planning changes these rows: who cancels what was planned meanwhile begins anew and finds the tasks.
            orders._lock_plan(orders.sudo().performer_ids)  # all of them, also those of a company that is not chosen
            orders._call_off_works(orders._get_works_ahead())
        return super().write(vals)

    def unlink(self):
        self.check_access('unlink')
        # The history goes with the order: what has become of the works each task tells itself.
        self._filter_work_orders()._get_works_ahead()._call_off()
        return super().unlink()

    def _filter_work_orders(self):
        return self.filtered(lambda order: order.operation == 'work_order')

    def _get_works_ahead(self):
        """:return: lines of work tasks for these orders that are still to be done, whoever gave them; what is billed has
            been done, whatever its task says"""
        # Whoever may cancel the order calls off its works, also those that a colleague gave.
        return self.env['bas.work.task.line'].sudo().search([
            ('order_id', 'in', self.ids), ('category', '=', 'planned'), ('sale_line_id', '=', False)])

    def _call_off_works(self, works):
        """Cancel works of these orders; the history of each tells whose."""
        if not works:
            return
        works._call_off()
        texts = {order.id: self._describe_called_off(lines) for order, lines in works.grouped('order_id').items()}
        self.browse(texts)._message_log_batch(texts)

    def _describe_called_off(self, works):
        return self.env._("Called off in the calendar: %(works)s.", works='; '.join(
            f'{work.performer_id.name}, {format_moment(self.env, work.start, dt_format="short")}' for work in works))


class BasOrderPerformer(models.Model):
    _inherit = 'bas.order.performer'

    def write(self, vals):
        if 'employee_id' not in vals:
            return super().write(vals)
        self.check_access('write')
        replaced = self.filtered(lambda performer: performer.employee_id.id != vals['employee_id'])
        replaced._call_off_works()
        result = super().write(vals)
        replaced._forget_foreign_tasks()
        return result

    def unlink(self):
        self.check_access('unlink')
        self._call_off_works()
        return super().unlink()

    def _call_off_works(self):
        """What they had still to do for their orders; a task that was passed on to somebody else is his."""
        pairs = {(performer.order_id, performer.employee_id) for performer in self}
        self.order_id._call_off_works(self.order_id._get_works_ahead().filtered(
            lambda line: (line.order_id, line.performer_id) in pairs))

    def _forget_foreign_tasks(self):
        # The task may be one that a colleague gave.
        self.filtered(lambda performer: performer.task_id.sudo().performer_id != performer.employee_id)._program_write(
            {'task_id': False})
