from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from ...tools.source_files.values import normal_name
from .groups import check_groups, join_groups
from .item_paths import get_group_paths
from .item_values import TYPES, name_unit, read_tax_rate, split_path
from .kind import ImportField
from .partner_search import CYRILLIC, DROPPED, LATIN, squeeze

#: model of the add-on of stock: the costs of an item
COSTS = 'product.value'


class BasImportKindItem(models.AbstractModel):
    """Items: article, barcode, unit, category, taxes, price and cost."""

    _name = 'bas.import.kind.item'
    _inherit = 'bas.import.kind'
    _description = 'Items to Import'
    _kind = 'item'
    _target = 'product.template'
    _import_order = 45
    _decisive = ('guid', 'code', 'article', 'barcode')
    _proposing = ('name',)
    _exclusive = ('article', 'barcode')
    _noted = ('manufacturer', 'supplier', 'country', 'uktzed', 'price_group')

    @api.model
    def _get_title(self):
        return self.env._("Items")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'name': ImportField(self.env._("Name"), target='name', required=True),
            'full_name': ImportField(self.env._("Name to Print")),
            'article': ImportField(self.env._("Article"), 'code', target='default_code'),
            'barcode': ImportField(self.env._("Barcode"), 'code', target='barcode'),
            'unit': ImportField(self.env._("Unit"), 'reference', target='uom_id', refers_to='uom.uom', creates=True),
            'price': ImportField(self.env._("Price"), 'number', target='list_price'),
            'cost': ImportField(self.env._("Cost"), 'number', target='standard_price'),
            'vat': ImportField(self.env._("VAT, %")),
            'group': ImportField(self.env._("Group"), 'text'),
            'category': ImportField(self.env._("Category")),
            'type': ImportField(self.env._("Item Type"), 'choice', target='type', choices=TYPES),
            'description': ImportField(self.env._("Description"), 'text'),
            'note': ImportField(self.env._("Notes"), 'text'),
            'manufacturer': ImportField(self.env._("Manufacturer")),
            'supplier': ImportField(self.env._("Supplier")),
            'country': ImportField(self.env._("Country of Origin")),
            'uktzed': ImportField(self.env._("UKTZED Code"), 'code'),
            'price_group': ImportField(self.env._("Price Group")),
            'currency': ImportField(self.env._("Currency of the Price")),
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        name_unit(batch, row)
        super()._read_row(batch, row, fields)
        values = row.values
        values.setdefault('name', values.get('full_name') or '')
        if row.raw.get('vat'):
            self._read_vat(batch, row)
        for name in ('price', 'cost'):
            if (row.get(name) or 0) < 0:
                row.error(self.env._("«%(field)s» is negative.", field=fields[name].label))
        self._read_currency(batch, row)
        values['path'] = self._read_path(batch, row)
        check_groups(row, values['path'], self.env)

    def _read_currency(self, batch, row):
        """The price of an item is in the currency of the company; in another one it belongs to a price list."""
        text = row.get('currency')
        if text and row.get('price') and batch.find('res.currency', [text])[text] != batch.company.currency_id.id:
            row.values.pop('price')
            row.remark(self.env._("The price is in %(currency)s, so the item does not get it: bring it as a list of prices.",
                                  currency=text))

    def _read_vat(self, batch, row):
        rate = read_tax_rate(row.raw['vat'])
        if rate is None:
            row.remark(self.env._("«%(text)s» is no rate of VAT: the item gets the usual tax.", text=row.raw['vat']))
            return
        taxes = batch.cache['taxes']
        if rate not in taxes:
            taxes[rate] = self._find_tax(batch, rate)
        if taxes[rate] or not rate:
            row.values['taxes'] = taxes[rate].ids
        else:
            row.remark(self.env._("There is no sales tax of %(rate)s %%: the item gets the usual tax.", rate=f'{rate:g}'))

    def _find_tax(self, batch, rate):
        """:return: ``account.tax`` of sales, the company's usual one if its rate is this; ``rate`` None: without VAT"""
        usual = batch.company.account_sale_tax_id
        if usual.amount_type == 'percent' and usual.amount == rate:
            return usual
        return self.env['account.tax'].search([
            *self.env['account.tax']._check_company_domain(batch.company),
            ('type_tax_use', '=', 'sale'), ('amount_type', '=', 'percent'), ('amount', '=', rate),
        ], limit=1)

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    @api.model
    def _get_keys(self, row):
        return [*super()._get_keys(row), *((type_, row.get(type_)) for type_ in ('article', 'barcode') if row.get(type_))]

    @api.model
    def _find_by_keys(self, batch, keys):
        return {
            **self._find_by(batch, 'article', 'default_code', keys.get('article')),
            **self._find_by(batch, 'barcode', 'barcode', keys.get('barcode')),
            **{('name', name): ids for name, ids in self._find_names(batch, keys.get('name') or ()).items()},
        }

    def _find_by(self, batch, type_, name, values):
        """Articles and barcodes belong to the variants of an item.

        :return: dict: (type, value) → ids of items
        """
        found = {}
        products = self.env['product.product'].with_context(active_test=False)
        domain = [(name, 'in', list(values or ())), *self._get_company_domain(batch)]
        for product in products.search(domain, order='active desc, id') if values else ():
            ids = found.setdefault((type_, product[name]), [])
            ids += [] if product.product_tmpl_id.id in ids else [product.product_tmpl_id.id]
        return found

    @api.model
    def _find_by_names(self, batch, texts):
        names = {text: normal_name(text) for text in texts}
        found = self._find_names(batch, set(names.values()) - {''})
        by_article = self._find_by(batch, 'article', 'default_code', texts)
        return {text: ids for text, name in names.items() if (ids := by_article.get(('article', text)) or found.get(name))}

    def _find_names(self, batch, names):
        """:param names: normal names, see ``normal_name``
        :return: dict: normal name → ids of items that are so called in any language"""
        squeezed = {squeeze(name): name for name in names}
        found = {}
        for id_, text in self.env.execute_query(SQL(
                """SELECT DISTINCT item.id, translate(lower(title.value), %(latin)s, %(cyrillic)s) AS title
                     FROM product_template item, jsonb_each_text(item.name) AS title
                    WHERE translate(lower(title.value), %(latin)s, %(cyrillic)s) = ANY(%(names)s)
                      AND (item.company_id IS NULL OR item.company_id = %(company)s) AND item.active
                 ORDER BY item.id""",
                latin=LATIN + DROPPED, cyrillic=CYRILLIC, names=list(squeezed), company=batch.company.id)) if names else ():
            found.setdefault(squeezed[text], []).append(id_)
        return found

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _prepare_values(self, batch, row):
        vals = super()._prepare_values(batch, row)
        if (printed := row.get('full_name')) and printed != row.get('name'):
            vals['description_sale'] = printed
        if note := self._get_html_note(batch, row, 'description', 'note'):
            vals['description'] = note
        if category := batch.cache['categories'].get(row.get('path')):
            vals['categ_id'] = category
        if 'taxes' in row.values:
            vals['taxes_id'] = [Command.set(row.get('taxes'))]
        return vals

    def _read_path(self, batch, row):
        """:return: tuple of names of categories, the outermost first: groups of the list, else the item's category"""
        path, name = join_groups(row.groups, split_path(row.get('group'))), 'group'
        if not path:
            path, name = tuple(split_path(row.get('category'))), 'category'
        guid, paths = row.raw.get(f'{name}_guid', ''), get_group_paths(batch)
        # One name does not tell where the group stands; a list of groups may.
        return paths.get_path(path[-1], guid) if len(path) == 1 or (path and paths.has(guid)) else path

    @api.model
    def _get_source_of(self, target):
        sources = {'categ_id': 'group', 'description': 'description', 'description_sale': 'full_name', 'taxes_id': 'vat'}
        return sources.get(target) or super()._get_source_of(target)

    @api.model
    def _get_parts(self):
        return {*super()._get_parts(), 'product.product.product_tmpl_id', f'{COSTS}.product_id'}

    @api.model
    def _before_delete(self, records):
        """Costs of an item go with it, where the add-on of stock keeps them."""
        super()._before_delete(records)
        if COSTS in self.env:
            products = records.with_context(active_test=False).product_variant_ids
            self.env[COSTS].search([('product_id', 'in', products.ids)]).unlink()

    @api.model
    def _before_write(self, batch):
        find_categories(batch, {row.get('path') for row in batch.get_open_rows()} - {()})


def find_categories(batch, paths):
    """Create the categories that are not there yet, level by level.

    :param paths: tuples of names, the outermost first; their ids are put into ``batch.cache['categories']``
    """
    known = batch.cache['categories']
    known.setdefault((), False)
    for level in range(1, max(map(len, paths), default=0) + 1):
        wanted = {path[:level] for path in paths if len(path) >= level} - known.keys()
        here = batch.env['product.category'].search([
            ('name', 'in', [path[-1] for path in wanted]), ('parent_id', 'in', list({known[path[:-1]] for path in wanted}))])
        found = {(category.parent_id.id, category.name): category.id for category in here}
        known.update({path: found[known[path[:-1]], path[-1]] for path in wanted if (known[path[:-1]], path[-1]) in found})
        new = sorted(wanted - known.keys())
        pairs = [(None, {'name': path[-1], 'parent_id': known[path[:-1]]}) for path in new]
        for path, category in zip(new, batch.create_records('product.category', pairs), strict=True):
            known[path] = category.id
