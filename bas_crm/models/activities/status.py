from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ...tools.standings import STANDINGS


class BasActivityStatus(models.Model):
    """A status («стан») of events and work tasks; its category defines its meaning."""

    _name = 'bas.activity.status'
    _inherit = ['bas.cached.mixin']
    _description = 'Status of Events and Tasks'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    category = fields.Selection(
        STANDINGS,
        required=True, default='planned', help="The meaning of the status for the calendar, filters and reports.")
    color = fields.Integer()
    active = fields.Boolean(default=True)

    @api.model
    @tools.ormcache('category')
    def _get_id(self, category):
        """:return: id of the category's first status, which buttons and defaults set; False if there is none"""
        # sudo: the result is cached for all users, so it must not depend on the rights of the first one.
        return self.sudo().search([('category', '=', category)], limit=1).id

    @api.model
    def _get(self, category):
        """:return: the category's first status
        :raises UserError: all statuses of the category are archived
        """
        status = self.browse(self._get_id(category))
        if not status:
            titles = dict(self._fields['category']._description_selection(self.env))
            raise UserError(self.env._(
                "There is no status of the category «%(category)s». An administrator can add one in Settings, "
                "Statuses of Events and Tasks.", category=titles[category]))
        return status

    def write(self, vals):
        if 'category' in vals:
            self._check_category_is_free(vals['category'])
        return super().write(vals)

    def _check_category_is_free(self, category):
        """:raises UserError: the category of a status that documents use is changed"""
        changed = self.filtered(lambda status: status.category != category)
        for model in ('bas.event', 'bas.work.task'):
            # sudo: documents of colleagues count too.
            found = self.env[model].sudo().search([('status_id', 'in', changed.ids)], limit=1)
            if found:
                raise UserError(self.env._(
                    "Documents have the status «%(status)s», so its category cannot be changed. Add another status instead.",
                    status=found.status_id.name))
