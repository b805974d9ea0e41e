from lxml import etree

from odoo import fields, models

FUNNEL, MANAGERS = 'bas_funnel', 'bas_managers'
VIEWS = [(FUNNEL, "Funnel"), (MANAGERS, "Managers")]
ATTRIBUTES = {'__validate__', 'string', 'class', 'js_class', 'create', 'edit', 'delete', 'sample', 'default_group_by'}


class IrUiView(models.Model):
    """Views that draw the figures of a report. They contain no fields: the report decides what to show."""

    _inherit = 'ir.ui.view'

    type = fields.Selection(selection_add=VIEWS)

    def _validate_tag_bas_funnel(self, node, name_manager, node_info):
        self._validate_drawn(node, name_manager, node_info, 'get_funnel')

    def _validate_tag_bas_managers(self, node, name_manager, node_info):
        self._validate_drawn(node, name_manager, node_info, 'get_figures')

    def _validate_drawn(self, node, name_manager, node_info, method):
        """:param method: name of the method that the model of the view must have"""
        if not node_info['validate']:
            return
        if not hasattr(name_manager.model, method):
            self._raise_view_error(self.env._(
                "%(model)s has no figures for <%(tag)s>.", model=name_manager.model._name, tag=node.tag), node)
        for child in node.iterchildren(tag=etree.Element):
            self._raise_view_error(self.env._(
                "<%(tag)s> must be empty, but contains <%(child)s>.", tag=node.tag, child=child.tag), child)
        if unknown := set(node.attrib) - ATTRIBUTES:
            self._raise_view_error(self.env._(
                "<%(tag)s> has no attribute %(unknown)s.", tag=node.tag, unknown=', '.join(sorted(unknown))), node)

    def _get_view_info(self):
        return {FUNNEL: {'icon': 'fa fa-filter'}, MANAGERS: {'icon': 'fa fa-users'}} | super()._get_view_info()


class IrActionsActWindowView(models.Model):
    _inherit = 'ir.actions.act_window.view'

    view_mode = fields.Selection(selection_add=VIEWS, ondelete={FUNNEL: 'cascade', MANAGERS: 'cascade'})
