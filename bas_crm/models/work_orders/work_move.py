from contextlib import contextmanager

from odoo import models

from ...tools.days import format_moment


class SaleOrder(models.Model):
    """A work order that is planned anew takes the tasks of its performers along."""

    _inherit = 'sale.order'

    def write(self, vals):
        if not {'work_start', 'work_stop', 'performer_ids'} & vals.keys():
            return super().write(vals)
        with self._tasks_follow() as orders:
            return super(SaleOrder, orders).write(vals)

    @contextmanager
    def _tasks_follow(self):
        """Within it the plan of the orders changes: works that are planned as the order said move with it.

        What somebody moved by hand, did or called off stays; the order's history tells what moved and what did not.

        :return: the orders; what is written through them is followed once, here
        """
        if self.env.context.get('tasks_follow'):
            yield self
            return
        before = {performer: performer._get_plan() for performer in self.performer_ids}
        following = {performer: performer._get_works_as_planned() for performer in before}
        yield self.with_context(tasks_follow=True)
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


class BasOrderPerformer(models.Model):
    _inherit = 'bas.order.performer'

    def write(self, vals):
        if 'hours' not in vals:
            return super().write(vals)
        with self.order_id._tasks_follow() as orders:
            return super(BasOrderPerformer, self.with_env(orders.env)).write(vals)

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
