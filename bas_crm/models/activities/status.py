from odoo import api, fields, models, tools
from odoo.exceptions import UserError


class BasActivityStatus(models.Model):
    """A status («стан») of events and work tasks; what it means is its category."""

    _name = 'bas.activity.status'
    _inherit = ['bas.cached.mixin']
    _description = 'Status of Events and Tasks'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    category = fields.Selection(
        [('planned', "Planned"), ('done', "Done"), ('cancelled', "Called Off")],
        required=True, default='planned', help="What the status means for the calendar, for filters and for reports.")
    color = fields.Integer()
    active = fields.Boolean(default=True)

    @api.model
    @tools.ormcache('category')
    def _get_id(self, category):
        """:return: id of the first status of a category, the one that buttons and defaults set; False where none is left"""
        # The answer is cached for everybody, so it may not depend on the rights of who asks first.
        return self.sudo().search([('category', '=', category)], limit=1).id

    @api.model
    def _get(self, category):
        """:raises UserError: the firm has archived every status of the category"""
        status = self.browse(self._get_id(category))
        if not status:
            titles = dict(self._fields['category']._description_selection(self.env))
            raise UserError(self.env._(
                "There is no status of the category «%(category)s». An administrator adds one in Settings, "
                "Statuses of Events and Tasks.", category=titles[category]))
        return status

    def write(self, vals):
        if 'category' in vals:
            self._check_category_is_free(vals['category'])
        return super().write(vals)

    def _check_category_is_free(self, category):
        """What documents have become, done or cancelled, does not change under them."""
        changed = self.filtered(lambda status: status.category != category)
        for model in ('bas.event', 'bas.work.task'):
            # Also a colleague's documents hold the status in its place.
            found = self.env[model].sudo().search([('status_id', 'in', changed.ids)], limit=1)
            if found:
                raise UserError(self.env._(
                    "«%(status)s» is the status of documents, so its category stays. Add another status instead.",
                    status=found.status_id.name))
