from lxml import etree

from odoo import fields, models

FUNNEL = 'bas_funnel'
ATTRIBUTES = {'__validate__', 'string', 'class', 'js_class', 'create', 'edit', 'delete', 'sample', 'default_group_by'}


class IrUiView(models.Model):
    """A view that draws a funnel; its model is one with ``bas.funnel.figures.mixin``."""

    _inherit = 'ir.ui.view'

    type = fields.Selection(selection_add=[(FUNNEL, "Funnel")])

    def _validate_tag_bas_funnel(self, node, name_manager, node_info):
        if not node_info['validate']:
            return
        if not hasattr(name_manager.model, 'get_funnel'):
            self._raise_view_error(self.env._(
                "%(model)s is no report that a funnel is drawn from.", model=name_manager.model._name), node)
        for child in node.iterchildren(tag=etree.Element):
            self._raise_view_error(self.env._("A funnel holds nothing, and got <%(tag)s>.", tag=child.tag), child)
        if unknown := set(node.attrib) - ATTRIBUTES:
            self._raise_view_error(self.env._(
                "A funnel has no attribute %(unknown)s.", unknown=', '.join(sorted(unknown))), node)

    def _get_view_info(self):
        return {FUNNEL: {'icon': 'fa fa-filter'}} | super()._get_view_info()


class IrActionsActWindowView(models.Model):
    _inherit = 'ir.actions.act_window.view'

    view_mode = fields.Selection(selection_add=[(FUNNEL, "Funnel")], ondelete={FUNNEL: 'cascade'})
