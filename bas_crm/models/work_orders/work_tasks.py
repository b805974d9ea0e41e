from contextlib import contextmanager

from odoo import models
from odoo.exceptions import LockError, UserError

from ...tools.days import format_moment
from ...tools.marks import mark, read_mark

#: when the works of an order are done, and by whom
PLAN_FIELDS = frozenset({'work_start', 'work_stop', 'performer_ids'})


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

    # A work order that is planned anew takes the tasks of its performers along

    @contextmanager
    def _works_follow(self, names):
        """Within it the plan of the orders changes: works that are planned as the order said move with it.

        What somebody moved by hand, did or called off stays; the order's history tells what moved and what did not.

        :param names: fields that are written; nothing follows where none of them is of the plan
        :return: the orders; what is written through them is followed once, here
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
        """:param following: dict: performer whose plan has changed → the lines of work tasks that follow it"""
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

    # A work order that is cancelled or deleted leaves nothing to be done in the calendars of its performers

    def _cancel_works_ahead(self):
        self.check_access('write')  # before the works of colleagues are touched
        orders = self._filter_work_orders().filtered(lambda order: order.state != 'cancel')
        # Planning changes these rows: who cancels what was planned meanwhile begins anew and finds the tasks.
        orders._lock_plan(orders.sudo().performer_ids)  # all of them, also those of a company that is not chosen
        orders._cancel_works(orders._get_works_ahead())

    def _filter_work_orders(self):
        return self.filtered(lambda order: order.operation == 'work_order')

    def _get_works_ahead(self):
        """:return: lines of work tasks for these orders that are still to be done, whoever gave them; what is billed has
            been done, whatever its task says"""
        # Whoever may cancel the order calls off its works, also those that a colleague gave.
        return self.env['bas.work.task.line'].sudo().search([
            ('order_id', 'in', self.ids), ('category', '=', 'planned'), ('sale_line_id', '=', False)])

    def _cancel_works(self, works):
        """Cancel works of these orders; the history of each tells whose."""
        if not works:
            return
        works._cancel_works()
        texts = {order.id: self._describe_cancelled(lines) for order, lines in works.grouped('order_id').items()}
        self.browse(texts)._message_log_batch(texts)

    def _describe_cancelled(self, works):
        return self.env._("Called off in the calendar: %(works)s.", works='; '.join(
            f'{work.performer_id.name}, {format_moment(self.env, work.start, dt_format="short")}' for work in works))


class BasOrderPerformer(models.Model):
    _inherit = 'bas.order.performer'

    def _get_plan(self):
        """:return: (start, stop) of the performer's work as the order has it; either may be False"""
        return self.order_id.work_start, self._get_planned_stop()

    def _get_planned_works(self):
        """:return: lines of the performer's work task that are this order's works and still to be done"""
        # Whoever plans the order moves its works, also those that a colleague gave.
        return self.task_id.sudo().line_ids.filtered(
            lambda line: line.work_order_id == self.order_id and line.category == 'planned')

    def _get_works_as_planned(self):
        plan = self._get_plan()
        return self._get_planned_works().filtered(lambda line: (line.start, line.stop) == plan)

    def _describe_moved(self):
        """:return: text for the history of the order, empty of nobody"""
        return self.env._("Moved in the calendar together with the order: %(performers)s.", performers='; '.join(
            f'{performer.employee_id.name}, {format_moment(self.env, performer.order_id.work_start, dt_format="short")}'
            for performer in self)) if self else ''

    def _describe_left(self):
        """:return: text for the history of the order, empty of nobody"""
        return self.env._(
            "Not moved in the calendar: %(performers)s. The time was changed by hand there, or the order has none now.",
            performers=', '.join(self.employee_id.mapped('name'))) if self else ''

    def _cancel_works(self):
        """What they had still to do for their orders; a task that was passed on to somebody else is his."""
        pairs = {(performer.order_id, performer.employee_id) for performer in self}
        self.order_id._cancel_works(self.order_id._get_works_ahead().filtered(
            lambda line: (line.order_id, line.performer_id) in pairs))

    def _forget_foreign_tasks(self):
        # The task may be one that a colleague gave.
        self.filtered(lambda performer: performer.task_id.sudo().performer_id != performer.employee_id)._program_write(
            {'task_id': False})
