from odoo import api, models

from .groups import check_groups
from .item import find_categories
from .item_paths import get_group_paths
from .kind import ImportField


class BasImportKindItemGroup(models.AbstractModel):
    """Groups of items become product categories, each under its parent."""

    _name = 'bas.import.kind.item_group'
    _inherit = 'bas.import.kind'
    _description = 'Item Groups to Import'
    _kind = 'item_group'
    _target = 'product.category'
    _import_order = 40
    _decisive = ('guid', 'code', 'path')

    @api.model
    def _get_title(self):
        return self.env._("Item Groups")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'name': ImportField(self.env._("Name"), target='name', required=True),
            'group': ImportField(self.env._("Parent Group"), 'text'),
        }

    @api.model
    def _read_row(self, batch, row, fields):
        super()._read_row(batch, row, fields)
        row.values['path'] = (*get_group_paths(batch).get_path_of_row(row.id)[:-1], row.get('name') or '')
        check_groups(row, row.get('path'), self.env)

    @api.model
    def _get_keys(self, row):
        return [*super()._get_keys(row), ('path', ' / '.join(row.get('path')))]

    @api.model
    def _find_by_keys(self, batch, keys):
        found = {}
        for category in self.env['product.category'].search([('complete_name', 'in', list(keys.get('path') or ()))]):
            found.setdefault(('path', category.complete_name), []).append(category.id)
        return found

    @api.model
    def _find_by_names(self, batch, texts):
        """A category is named by its path or by its own name."""
        found = super()._find_by_names(batch, texts)
        rest = [text for text in texts if text not in found]
        for category in self.env['product.category'].search([('name', 'in', rest)]) if rest else ():
            found.setdefault(category.name, []).append(category.id)
        return found

    @api.model
    def _prepare_by_name(self, batch, name):
        return {'name': name}

    @api.model
    def _before_write(self, batch):
        """The parents; a row whose record is created as the parent of another one is found there."""
        rows = batch.get_open_rows()
        find_categories(batch, {row.get('path')[:-1] for row in rows} - {()})
        for row in rows:
            if id_ := batch.cache['categories'].get(row.get('path')):
                row.record, row.is_new = self.env['product.category'].browse(id_), False

    @api.model
    def _prepare_values(self, batch, row):
        return {**super()._prepare_values(batch, row), 'parent_id': batch.cache['categories'].get(row.get('path')[:-1], False)}
