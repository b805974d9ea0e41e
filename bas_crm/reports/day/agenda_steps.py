from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from ...models.day.sources import SOURCES
from ...tools.dialogs import tell


class BasAgenda(models.Model):
    """What the buttons of a card do. The right to do it is the right to change the document."""

    _inherit = 'bas.agenda'

    def action_done(self):
        """Open the dialog that asks for the outcome and the next step."""
        self.ensure_one()
        self.browse().check_access('write')
        step = self._get_step()
        step._check_step_is_open()
        return step._get_outcome_dialog()

    def action_not_reached(self):
        """Count unanswered calls, and plan the next ones two working hours later, of one person one after another."""
        return self._tell_planned(self._do_steps(lambda steps: steps._repeat_steps()))

    def action_tomorrow(self):
        return self._tell_planned(self._do_steps(lambda steps: steps._move_steps(steps._get_starts_in_days(1))))

    def action_next_monday(self):
        return self._tell_planned(self._do_steps(
            lambda steps: steps._move_steps(steps._get_starts_in_days(steps._count_days_to_monday()))))

    def action_plan_call(self):
        """Plan a call about documents without a next step, as soon as their manager has time."""
        for steps in self._get_steps():
            if not hasattr(steps, '_get_next_free_moments'):
                raise UserError(self.env._(
                    "«%(step)s» is planned already. Move it to another time.", step=steps[:1].display_name))
        return self._tell_planned(self._do_steps(lambda steps: steps._move_steps(steps._get_next_free_moments())))

    @api.readonly
    def action_open_who(self):
        """Open the counterparty, or the lead that is not one yet."""
        self.ensure_one()
        if self.commercial_partner_id:
            return self.commercial_partner_id._get_card_action()
        return self.lead_id.get_formview_action() if self.lead_id else self.action_open()

    def _do_steps(self, work):
        """Do something with the steps of the rows, all those of a model at once.

        Rows of a screen that was opened earlier may be gone, so access to the documents is checked instead of that to
        rows.

        :param work: function of the records of one model
        :return: list of what ``work`` has returned for each step
        """
        self.browse().check_access('write')
        self.env['bas.step.mixin']._check_not_too_many(self)
        done = []
        for steps in self._get_steps():
            steps._take_steps()
            done += work(steps)
        self._forget_rows()
        return done

    def _tell_planned(self, planned):
        """:return: action: the card has left its column, so the message says when the step is planned"""
        message = self.env._("Steps planned: %(count)s.", count=len(planned)) if len(planned) != 1 else self.env._(
            "Planned: %(time)s – %(step)s", time=planned[0]._tell_step_time(), step=planned[0].display_name)
        return tell(message)

    def _get_document(self):
        return self._get_step()._check_step_exists()._get_step_target()

    def _get_step(self):
        """:return: the record that is to be done; the id of a row tells which"""
        res_id, position = divmod(self.id, len(SOURCES))
        return self.env[list(SOURCES.values())[position].model].browse(res_id)

    def _get_steps(self):
        """:return: list of the records to do, one item for a model"""
        ids = defaultdict(list)
        for row in self:
            step = row._get_step()
            ids[step._name].append(step.id)
        return [self.env[name].browse(dict.fromkeys(own)) for name, own in ids.items()]
