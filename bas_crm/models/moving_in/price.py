from odoo import api, models

from ...tools.days import get_midnight, to_day
from ...tools.source_files.values import clean_text
from .kind import ImportField

#: fields that find the item of a price, the weaker first
CODES = ('item_code', 'article')


class BasImportKindPrice(models.AbstractModel):
    """Prices of items, by kinds of prices: lines of price lists."""

    _name = 'bas.import.kind.price'
    _inherit = 'bas.import.kind'
    _description = 'Prices to Import'
    _kind = 'price'
    _target = 'product.pricelist.item'
    _import_order = 50
    _decisive = ('guid', 'price')

    @api.model
    def _get_title(self):
        return self.env._("Prices")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            # Before the price list: one that is created gets it.
            'currency': ImportField(self.env._("Currency"), 'reference', refers_to='res.currency'),
            'pricelist': ImportField(self.env._("Price List"), 'reference', 'pricelist_id', refers_to='product.pricelist',
                                     creates=True),
            'item': ImportField(self.env._("Item"), 'reference', 'product_tmpl_id', refers_to='item', required=True),
            'article': ImportField(self.env._("Article"), 'code'),
            'item_code': ImportField(self.env._("Item's Code"), 'code'),
            'price': ImportField(self.env._("Price"), 'number', 'fixed_price', required=True),
            'date': ImportField(self.env._("Valid From"), 'date'),
            'is_active': ImportField(self.env._("Price in Force"), 'bool'),
            'characteristic': ImportField(self.env._("Variant")),
        }

    @api.model
    def _read_row(self, batch, row, fields):
        # A code or an article finds the item more surely than its name.
        known = self._find_items(batch)
        for name in CODES:
            if known.get(row.raw.get(name)):
                row.raw['item'] = row.raw[name]
        self._name_pricelist(batch, row)
        super()._read_row(batch, row, fields)
        if (row.get('price') or 0) < 0:
            row.error(self.env._("The price is negative."))
        if row.get('is_active') is False:
            row.is_skipped = True
            row.remark(self.env._("The price is no longer in force."))
        elif row.get('characteristic'):
            row.remark(self.env._("The price is of the variant «%(variant)s»; here it becomes the price of the whole item.",
                                  variant=row.get('characteristic')))

    def _name_pricelist(self, batch, row):
        """A price list has one currency. Prices in another one belong to a list with the currency in its name."""
        text, name = (clean_text(row.raw.get(name) or '') for name in ('currency', 'pricelist'))
        currency = self.env['res.currency'].browse(batch.find('res.currency', [text]).get(text))
        if not currency:
            return
        if not name and currency != batch.company.currency_id:
            row.raw['pricelist'] = self.env._("Prices in %(currency)s", currency=currency.name)
            return
        pricelist = self.env['product.pricelist'].browse(batch.find('product.pricelist', [name]).get(name))
        if pricelist and pricelist.currency_id != currency:
            row.raw['pricelist'] = f'{name}, {currency.name}'

    def _find_items(self, batch):
        """:return: dict: code or article of a row of the batch → id of the item, None for an unknown one"""
        known = batch.cache['items of codes']
        if not known:
            known.update(batch.find('item', {row.raw[name] for row in batch.rows for name in CODES if row.raw.get(name)}))
            known.setdefault('')
        return known

    @api.model
    def _get_keys(self, row):
        keys = [key for key in super()._get_keys(row) if key[0] != 'name']
        # An item that is not created yet is called by its code, if it has one: others may have its name.
        code = next((row.raw[name] for name in (*CODES, 'item') if row.raw.get(name)), '')
        item = f'«{code}»' if 'item' in row.pending else row.get('item')
        # A price list that nobody has chosen yet is not the usual one.
        pricelist = row.get('pricelist') or (row.raw.get('pricelist') and f'«{row.raw["pricelist"]}»')
        if item:
            keys.append(('price', f"{pricelist or 0}/{item}/{row.get('date') or ''}"))
        return keys

    @api.model
    def _find_by_keys(self, batch, keys):
        wanted = keys.get('price') or set()
        # A price list or an item that is not created yet is called by its name: it has no prices here.
        items = {int(parts[1]) for key in wanted if len(parts := key.split('/')) == 3 and parts[1].isdecimal()}
        lines = self.env['product.pricelist.item'].search([
            ('product_tmpl_id', 'in', list(items)), ('product_id', '=', False),
            ('compute_price', '=', 'fixed'), ('min_quantity', 'in', (0, 1)), *self._get_company_domain(batch)]) if wanted else ()
        found, usual = {}, self._get_usual(batch)
        for line in lines:
            day = to_day(self.env, line.date_start) or ''
            for pricelist in {line.pricelist_id.id, *([0] if line.pricelist_id == usual else [])}:
                found.setdefault(('price', f'{pricelist}/{line.product_tmpl_id.id}/{day}'), []).append(line.id)
        return {key: ids for key, ids in found.items() if key[1] in wanted}

    def _get_usual(self, batch):
        """:return: the price list of rows that name none"""
        known = batch.cache['usual price list']
        if not known:
            domain = self.env['product.pricelist']._check_company_domain(batch.company)
            known['one'] = self.env['product.pricelist'].search(domain, limit=1)
        return known['one']

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _before_write(self, batch):
        for row in batch.get_open_rows():
            if (name := row.raw.get('pricelist')) and not row.get('pricelist') and 'pricelist' not in row.pending:
                row.error(self.env._("Prices «%(name)s» need a price list of their own: choose it or create it.", name=name))
            pricelist = self.env['product.pricelist'].browse(row.get('pricelist'))
            currency = self.env['res.currency'].browse(row.get('currency'))
            if pricelist and currency and pricelist.currency_id != currency:
                row.error(self.env._(
                    "The price is in %(currency)s, and the price list «%(name)s» is in %(other)s: choose another one or create "
                    "it.", currency=currency.name, name=pricelist.name, other=pricelist.currency_id.name))

    @api.model
    def _prepare_reference(self, batch, row, model):
        vals = super()._prepare_reference(batch, row, model)
        if model == 'product.pricelist':
            vals = {**vals, 'currency_id': row.get('currency') or batch.company.currency_id.id, 'company_id': batch.company.id}
        return vals

    @api.model
    def _prepare_values(self, batch, row):
        vals = super()._prepare_values(batch, row)
        if row.get('date'):
            vals['date_start'] = get_midnight(self.env, row.get('date'))
        return vals

    @api.model
    def _prepare_new_values(self, batch, row):
        vals = {**super()._prepare_new_values(batch, row), 'compute_price': 'fixed', 'applied_on': '1_product'}
        if not row.get('pricelist'):
            vals['pricelist_id'] = self._get_usual(batch).id or self._create_usual(batch).id
        return vals

    def _create_usual(self, batch):
        if batch.is_check:
            return self.env['product.pricelist']
        pricelist = batch.create_records('product.pricelist', [
            (None, {'name': self.env._("Prices"), 'company_id': batch.company.id})])[0]
        batch.cache['usual price list']['one'] = pricelist
        return pricelist

    @api.model
    def _get_source_of(self, target):
        return {'date_start': 'date'}.get(target) or super()._get_source_of(target)
