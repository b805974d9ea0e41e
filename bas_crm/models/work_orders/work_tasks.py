from contextlib import contextmanager

from odoo import models
from odoo.exceptions import LockError, UserError

from ...tools.days import format_moment
from ...tools.dialogs import tell
from ...tools.marks import mark, read_mark

#: fields that hold the plan of a work order: times and performers
PLAN_FIELDS = frozenset({'work_start', 'work_stop', 'performer_ids'})


class SaleOrder(models.Model):
    """Work tasks planned for a work order in the calendars of its performers."""

    _inherit = 'sale.order'

    def action_plan_tasks(self):
        """Create a work task for each performer who has none for this order; it begins at the planned start.

        :return: dict: client action, a notification that names the performers
        :raises UserError: this is a customer order or a cancelled one, it has no performers or no planned start, or another
            user is planning it right now
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
        # The rows of all performers are written: a concurrent planner is retried by this and finds the tasks.
        for performer in self.performer_ids:
            performer._program_write({'task_id': known[performer.employee_id].id})
        return self._notify_planned(missing)

    def _lock_plan(self, records):
        """:param records: records to lock
        :raises UserError: another transaction holds a lock on them
        """
        try:
            records.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("Another user is planning this order right now. Try again in a moment.")) from error

    def _check_may_plan(self):
        if self.operation != 'work_order':
            raise UserError(self.env._("Tasks are planned for the performers of a work order; this is a customer order."))
        if self.state == 'cancel':
            raise UserError(self.env._("%(order)s is cancelled. Set it to quotation first.", order=self.name))
        if not self.performer_ids:
            raise UserError(self.env._("Who will do it? Add performers to %(order)s first.", order=self.name))
        if not self.work_start:
            raise UserError(self.env._("When does the work begin? Enter the planned start of %(order)s.", order=self.name))

    def _get_tasks_by_employee(self):
        """:return: dict: ``hr.employee`` → a work task with works of this order that is not cancelled"""
        # sudo: a task given by a colleague counts too.
        tasks = self.env['bas.work.task'].sudo().search([
            ('performer_id', 'in', self.performer_ids.employee_id.ids), ('category', '!=', 'cancelled'),
            ('line_ids.order_id', '=', self.id)], order='id desc').sudo(False)
        return {task.sudo().performer_id.sudo(False): task for task in tasks}  # sudo: some tasks were given by colleagues

    def _notify_planned(self, performers):
        if performers:
            message = self.env._("Planned in the calendar: %(performers)s.", performers=', '.join(
                performers.employee_id.mapped('name')))
        else:
            message = self.env._("Nothing to plan: every performer already has a task for this order.")
        return tell(message, 'success' if performers else 'info')

    def _get_work_names(self, kind):
        """:return: list of str: item and quantity of each line of the kind, in the language of the firm's documents"""
        lines = self._get_lines_of_kind(kind).with_context(lang=self._get_text_lang())
        return [f'{line.product_id.name}, {line.product_uom_qty:g} {line.product_uom_id.name}' for line in lines]

    def _get_work_title(self):
        """:return: str: the names of the works in one line, for the calendar"""
        products = self._get_lines_of_kind('work').product_id.with_context(lang=self._get_text_lang())
        return ', '.join(dict.fromkeys(products.mapped('name'))) or self.env._("Work Order %(number)s", number=self.name)

    def _get_work_description(self):
        """:return: str: the works to do and the things to take along"""
        works, goods = self._get_work_names('work'), self._get_work_names('goods') + self._get_work_names('material')
        texts = ['\n'.join(works)] if works else []
        if goods:
            texts.append(self.env._("Take along: %(things)s", things='; '.join(goods)))
        return '\n\n'.join(texts)

    def _get_work_type(self):
        """:return: ``bas.work.type`` sold as one of the order's works; may be empty"""
        services = self._get_lines_of_kind('work').product_id
        return self.env['bas.work.type'].search(
            [('product_id', 'in', services.ids), ('company_id', 'in', [self.company_id.id, False])], limit=1)

    # Rescheduling a work order moves the tasks of its performers

    @contextmanager
    def _works_follow(self, names):
        """Context manager: while the plan of the orders is written, planned works that match the old plan move with it.

        Works that were moved by hand, done or cancelled are not moved. The order's chatter names what was moved and what not.

        :param names: fields that are written; without fields of the plan nothing is moved
        :return: the orders with a mark in the context, so that nested writes do not move the works again
        """
        if PLAN_FIELDS.isdisjoint(names) or read_mark(self, 'works_follow'):
            yield self
            return
        before = {performer: performer._get_plan() for performer in self.performer_ids}
        following = {performer: performer._get_works_as_planned() for performer in before}
        yield mark(self, works_follow=True)
        for order in self:
            order._move_works({performer: following[performer] & performer._get_planned_works()
                               for performer in order.performer_ids
                               if performer in before and performer._get_plan() != before[performer]})

    def _move_works(self, following):
        """:param following: dict: performer whose plan has changed → the work task lines to move"""
        moved = left = self.env['bas.order.performer']
        for performer, works in following.items():
            start, stop = performer._get_plan()
            others = performer._get_planned_works() - works
            if works and start and stop and start < stop:
                works.write({'start': start, 'stop': stop})
                moved |= performer
            else:
                others |= works
            left |= performer if others else performer.browse()
        for text in (moved._describe_moved(), left._describe_left()):
            if text:
                self.message_post(body=text)

    # Cancelling or deleting a work order cancels its planned works

    def _cancel_works_ahead(self):
        if read_mark(self, 'importing'):
            return  # an undo could not give the works back
        self.check_access('write')  # before works given by colleagues are changed with sudo
        orders = self._filter_work_orders().filtered(lambda order: order.state != 'cancel')
        # Planning writes these rows: if tasks were planned meanwhile, this transaction is retried and finds them.
        orders._lock_plan(orders.sudo().performer_ids)  # sudo: also performers of a company that is not selected
        orders._cancel_works(orders._get_works_ahead())

    def _filter_work_orders(self):
        return self.filtered(lambda order: order.operation == 'work_order')

    def _get_works_ahead(self):
        """:return: planned work task lines of these orders, without billed ones: billed work counts as done"""
        # sudo: cancelling the order also cancels works given by colleagues.
        return self.env['bas.work.task.line'].sudo().search([
            ('order_id', 'in', self.ids), ('category', '=', 'planned'), ('sale_line_id', '=', False)])

    def _cancel_works(self, works):
        """Cancel works of these orders; the chatter of each order names them."""
        if not works:
            return
        works._cancel_works()
        texts = {order.id: self._describe_cancelled(lines) for order, lines in works.grouped('order_id').items()}
        self.browse(texts)._message_log_batch(texts)

    def _describe_cancelled(self, works):
        return self.env._("Cancelled in the calendar: %(works)s.", works='; '.join(
            f'{work.performer_id.name}, {format_moment(self.env, work.start, dt_format="short")}' for work in works))


class BasOrderPerformer(models.Model):
    _inherit = 'bas.order.performer'

    def _get_plan(self):
        """:return: tuple (start, stop) of the performer's work according to the order; either may be False"""
        return self.order_id.work_start, self._get_planned_stop()

    def _get_planned_works(self):
        """:return: planned lines of the performer's work task that belong to this order's works"""
        # sudo: planning the order also moves works given by colleagues.
        return self.task_id.sudo().line_ids.filtered(
            lambda line: line.work_order_id == self.order_id and line.category == 'planned')

    def _get_works_as_planned(self):
        plan = self._get_plan()
        return self._get_planned_works().filtered(lambda line: (line.start, line.stop) == plan)

    def _describe_moved(self):
        """:return: str for the order's chatter; empty without performers"""
        return self.env._("Moved in the calendar together with the order: %(performers)s.", performers='; '.join(
            f'{performer.employee_id.name}, {format_moment(self.env, performer.order_id.work_start, dt_format="short")}'
            for performer in self)) if self else ''

    def _describe_left(self):
        """:return: str for the order's chatter; empty without performers"""
        return self.env._(
            "Not moved in the calendar: %(performers)s. The time was changed by hand there, or the order has no time now.",
            performers=', '.join(self.employee_id.mapped('name'))) if self else ''

    def _cancel_works(self):
        """Cancel the planned works of these performers; a task that was passed on to another employee is not cancelled."""
        pairs = {(performer.order_id, performer.employee_id) for performer in self}
        self.order_id._cancel_works(self.order_id._get_works_ahead().filtered(
            lambda line: (line.order_id, line.performer_id) in pairs))

    def _unlink_foreign_tasks(self):
        """Remove the links to tasks that belong to other employees."""
        # sudo: the task may be given by a colleague.
        self.filtered(lambda performer: performer.task_id.sudo().performer_id != performer.employee_id)._program_write(
            {'task_id': False})
