from odoo import models
from odoo.exceptions import LockError, UserError


class SaleOrder(models.Model):
    """From a work order to the calendars of its performers."""

    _inherit = 'sale.order'

    def action_plan_tasks(self):
        """Give each performer who has none yet a work task of the order, in the calendar from the planned start.

        :return: a notification that says for whom
        :raises UserError: this is no work order or a cancelled one, nobody performs it, no start is planned, somebody
            plans it right now
        """
        self.ensure_one()
        self.check_access('write')
        self._lock_plan(self)
        self._check_may_plan()
        known = self._get_tasks_by_employee()
        missing = self.performer_ids.filtered(lambda performer: performer.employee_id not in known)
        tasks = self.env['bas.work.task'].create([performer._prepare_task_values() for performer in missing])
        tasks.line_ids._program_write({'work_order_id': self.id})
        known.update(zip(missing.employee_id, tasks, strict=True))
        # The rows of the performers change: of two who plan at the same moment, one begins anew and finds the tasks.
        for performer in self.performer_ids:
            performer._program_write({'task_id': known[performer.employee_id].id})
        return self._notify_planned(missing)

    def _lock_plan(self, records):
        """:param records: what nobody else may change meanwhile
        :raises UserError: somebody plans right now
        """
        try:
            records.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("Somebody else plans this order right now. Try again in a moment.")) from error

    def _check_may_plan(self):
        if self.operation != 'work_order':
            raise UserError(self.env._("Tasks are planned for the performers of a work order; this is a customer order."))
        if self.state == 'cancel':
            raise UserError(self.env._("%(order)s is cancelled. Take it up again first.", order=self.name))
        if not self.performer_ids:
            raise UserError(self.env._("Who will do it? Add performers to %(order)s first.", order=self.name))
        if not self.work_start:
            raise UserError(self.env._("When does the work begin? Write the planned start of %(order)s.", order=self.name))

    def _get_tasks_by_employee(self):
        """:return: dict: ``hr.employee`` → a work task with works of this order that is not cancelled"""
        # A task that a colleague has given counts, too.
        tasks = self.env['bas.work.task'].sudo().search([
            ('performer_id', 'in', self.performer_ids.employee_id.ids), ('category', '!=', 'cancelled'),
            ('line_ids.order_id', '=', self.id)], order='id desc').sudo(False)
        return {task.sudo().performer_id.sudo(False): task for task in tasks}  # a colleague's tasks among them

    def _notify_planned(self, performers):
        if performers:
            message = self.env._("In the calendar now: %(performers)s.", performers=', '.join(
                performers.employee_id.mapped('name')))
        else:
            message = self.env._("Nothing to plan: every performer has a task of this order already.")
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success' if performers else 'info', 'message': message,
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    # ------------------------------------------------------------
    # What the task says
    # ------------------------------------------------------------

    def _get_work_names(self, kind):
        """:return: list of texts, what there is of the kind and how much of it, in the language of the firm's documents"""
        lines = self._get_lines_of_kind(kind).with_context(lang=self._get_text_lang())
        return [f'{line.product_id.name}, {line.product_uom_qty:g} {line.product_uom_id.name}' for line in lines]

    def _get_work_title(self):
        """:return: the works in one line, as they are called in the calendar"""
        products = self._get_lines_of_kind('work').product_id.with_context(lang=self._get_text_lang())
        return ', '.join(dict.fromkeys(products.mapped('name'))) or self.env._("Work Order %(number)s", number=self.name)

    def _get_work_description(self):
        """:return: what is to be done and what to take along"""
        works, goods = self._get_work_names('work'), self._get_work_names('goods') + self._get_work_names('material')
        texts = ['\n'.join(works)] if works else []
        if goods:
            texts.append(self.env._("Take along: %(things)s", things='; '.join(goods)))
        return '\n\n'.join(texts)

    def _get_work_type(self):
        """:return: the first kind of work that is sold as one of the works; may be empty"""
        services = self._get_lines_of_kind('work').product_id
        return self.env['bas.work.type'].search(
            [('product_id', 'in', services.ids), ('company_id', 'in', [self.company_id.id, False])], limit=1)
