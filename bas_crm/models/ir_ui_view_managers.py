from lxml import etree

from odoo import fields, models

MANAGERS = 'bas_managers'


class IrUiView(models.Model):
    """A view of managers: a chart and a table of one indicator; its model is one with ``bas.manager.figures.mixin``."""

    _inherit = 'ir.ui.view'

    type = fields.Selection(selection_add=[(MANAGERS, "Managers")])

    def _validate_tag_bas_managers(self, node, name_manager, node_info):
        if not node_info['validate']:
            return
        if not hasattr(name_manager.model, 'get_figures'):
            self._raise_view_error(self.env._(
                "%(model)s is no report of managers.", model=name_manager.model._name), node)
        for child in node.iterchildren(tag=etree.Element):
            self._raise_view_error(self.env._("A view of managers holds nothing, and got <%(tag)s>.", tag=child.tag), child)

    def _get_view_info(self):
        return {MANAGERS: {'icon': 'fa fa-users'}} | super()._get_view_info()


class IrActionsActWindowView(models.Model):
    _inherit = 'ir.actions.act_window.view'

    view_mode = fields.Selection(selection_add=[(MANAGERS, "Managers")], ondelete={MANAGERS: 'cascade'})
