from collections import defaultdict

from markupsafe import Markup

from odoo import fields, models

from ...tools.days import format_moment
from ...tools.marks import mark


class BasWorkTaskLine(models.Model):
    """A work of a task as a step of the day of its performer."""

    _name = 'bas.work.task.line'
    _inherit = ['bas.work.task.line', 'bas.step.mixin']

    attempt_count = fields.Integer("Not Reached", copy=False, readonly=True, help="How many times nobody was there.")

    def _is_step_open(self):
        return self.task_id.category == 'planned' and self.task_id.active

    def _get_closed_step_message(self):
        return self._tell_closed(self.task_id)

    def _get_step_user(self):
        # sudo: an employee's user is not secret to those who see the work.
        return self.performer_id.sudo().user_id.sudo(False) or self.task_id.user_id

    def _get_next_user(self):
        """The author plans what follows a work, not its performer."""
        author = self.task_id.user_id
        return author if author == self.env.user else super()._get_next_user()

    def _get_step_basis(self):
        return self.order_id or self.partner_id

    def _get_step_start(self):
        return self.start

    def _get_step_target(self):
        return self.task_id

    def _repeat_steps(self):
        self._move_steps(self._get_times_again())
        for count, works in self.grouped('attempt_count').items():
            # sudo: a performer may move the own work, so it is counted too.
            works.sudo()._program_write({'attempt_count': count + 1})
        notes = defaultdict(Markup)
        for work in self:
            notes[work.task_id.id] += Markup('<p>%s</p>') % self.env._(
                "Not reached: attempt %(number)s. Next one: %(time)s.",
                number=work.attempt_count, time=format_moment(self.env, work.start, 'short'))
        self.task_id._message_log_batch(bodies=notes)
        return self

    def _finish_step(self, outcome, event_type):
        """Finish the task; if it has other works, this one is moved to a task of its own."""
        self._separate_work()
        task = self.task_id
        values = {'result': '\n'.join(filter(None, (task.result, outcome)))} if outcome else {}
        mark(task, with_outcome=True).write({**values, 'status_id': self.env['bas.activity.status']._get('done').id})
        if outcome and self._get_step_basis():
            self._log_on_basis(f'{self.display_name}: {outcome}')

    def _separate_work(self):
        before = self.task_id
        if not before.line_ids - self:
            return
        # sudo: a performer cannot make tasks, but may finish one work of several.
        task = before.sudo().copy({'line_ids': False, 'result': False, 'date': before.date})
        self.sudo().task_id = task  # as above
        for one, other in ((before, task), (task, before)):
            one.sudo()._message_log(body=self.env._(  # as above
                "«%(work)s» was done separately from the other works: see the task %(task)s.",
                work=self.display_name, task=other.name))

    def _prepare_next_step(self):
        return {
            'subject': self.display_name,
            **self._get_readable_values(partner_id=self.partner_id, order_id=self.order_id, work_task_id=self.task_id),
        }

    def _follow_planned_step(self):
        # The mirroring before may have emptied the cache, and with it the lines that are read ahead together.
        works = self.with_prefetch(self.ids)
        planned = works.filtered(lambda work: work.order_id and work._is_step_open())
        planned.sudo().order_id._forget_no_step_reason()  # sudo: a work may be for a colleague's order


class BasWorkTask(models.Model):
    _inherit = 'bas.work.task'

    def _find_asked_step(self):
        """Of a task with several works each is finished by itself."""
        return self.filtered(lambda task: len(task.line_ids) == 1).line_ids._get_first_asked()
