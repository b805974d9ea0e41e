from odoo import api, fields, models

from ...models.setup.stages import SETS
from ...tools.listed_selection import ListedSelection


class BasSetupStages(models.TransientModel):
    """The choice of a ready set of types and stages of orders."""

    _name = 'bas.setup.stages'
    _description = 'Ready Set of Types and Stages'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, ondelete='cascade')
    stage_set = ListedSelection(
        lambda self: list(self.env['bas.setup']._get_set_titles().items()), string="What the Firm Sells", required=True,
        default=lambda self: self.env['bas.setup']._get_current_set() or 'trade')
    content = fields.Text("Types and Stages", compute='_compute_content')
    obstacle = fields.Char(compute='_compute_obstacle', exportable=False, export_string_translation=False)

    @api.depends('stage_set')
    def _compute_content(self):
        for dialog in self:
            dialog.content = '\n'.join(self._describe(wanted) for wanted in SETS.get(dialog.stage_set, ()))

    def _describe(self, wanted):
        names = ' → '.join(stage.name(self.env) for stage in wanted.stages if not stage.is_cancelled)
        return f'{wanted.name(self.env)}: {names}'

    @api.depends('company_id')
    def _compute_obstacle(self):
        for dialog in self:
            dialog.obstacle = self.env['bas.setup'].with_company(dialog.company_id)._get_stages_obstacle()

    def action_apply(self):
        """Apply the set to the company."""
        self.ensure_one()
        self.env['bas.setup'].with_company(self.company_id)._apply_set(self.stage_set)
        return {'type': 'ir.actions.act_window_close'}
