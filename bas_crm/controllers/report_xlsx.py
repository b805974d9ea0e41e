import json

from odoo.addons.web.controllers.export import ExcelExport
from odoo.http import request


class ReportXlsx(ExcelExport):
    """Export groups of a list with the figures that the screen shows.

    Core sums up the rows, which is wrong for a ratio and for plans that overlap.
    """

    def from_group_data(self, fields, columns_headers, groups):
        if getattr(groups._model, '_has_group_figures', False):
            self._set_group_figures(groups, json.loads(request.params['data']))
        return super().from_group_data(fields, columns_headers, groups)

    def _set_group_figures(self, tree, params):
        model, groupby = tree._model, params['groupby']
        names = tree._get_aggregated_field_names()
        domain = [('id', 'in', params['ids'])] if params['ids'] else params['domain']
        figures = {}
        for depth in range(1, len(groupby) + 1):
            specs = [f'{name}:{model._fields[name].aggregator}' for name in names]
            for group in model.formatted_read_group(domain, groupby[:depth], specs):
                path = tuple(group[spec] for spec in groupby[:depth])
                figures[path] = {name: self._to_cell(group[spec]) for name, spec in zip(names, specs, strict=True)}
        self._fill_tree(tree, (), figures)

    def _to_cell(self, figure):
        return '' if figure is False or figure is None else figure

    def _fill_tree(self, node, path, figures):
        for key, child in node.children.items():
            child.aggregated_values = figures.get((*path, key), {})
            self._fill_tree(child, (*path, key), figures)
