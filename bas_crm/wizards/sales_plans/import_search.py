from collections import defaultdict

from odoo import models


class BasSalesPlanImport(models.TransientModel):
    """Finding the objects of a file's rows: all names are searched at once, in the language of the file, then in the others.

    An *error* of a row is a pair: ``several``, ``unknown`` or ``variant``, and the text of the file.
    """

    _inherit = 'bas.sales.plan.import'

    def _search_keys(self, table):
        """:return: dict: number of a row in the file → (its key or None, its error or None)"""
        found, rest = {}, table['rows']
        for code in table['languages']:
            if not rest:
                break
            here = self.with_context(lang=code)
            # A row needs no search if its key is from this database and still has the names of the file.
            known = here._get_known_keys([row['key'] for row in rest if row['key']])
            found.update({
                row['number']: (row['key'], None) for row in rest if self._is_same(known.get(row['key']), row['names'])})
            rest = [row for row in rest if row['number'] not in found]
        first = {}
        for code in table['languages']:
            if not rest:
                break
            for number, result in self.with_context(lang=code)._search_keys_here(rest).items():
                first.setdefault(number, result)
                if not result[1]:
                    found[number] = result
            rest = [row for row in rest if row['number'] not in found]
        return {**first, **found}

    def _get_known_keys(self, keys):
        """:return: dict: key → names in the form of the file, for objects that exist and can be in the plan"""
        plan = self.plan_id
        return plan._get_xlsx_names(list(plan._get_present_keys([key for key in keys if plan._is_key(key)])))

    def _is_same(self, known, names):
        return known is not None and all(known[head] == text for head, text in names.items() if head != 'uom')

    def _search_keys_here(self, rows):
        """As :meth:`_search_keys`, in the current language only."""
        values = self._search_values(rows)
        variants = self._search_variants(values) if self.plan_id.by_variant else {}
        orders = self._read_index('sale.order', 'name', {row['names'].get('order') for row in rows} - {None, ''})
        return {row['number']: self._search_key(row, values[row['number']], variants, orders) for row in rows}

    def _search_key(self, row, values, variants, orders):
        """:return: (key or None, error or None)"""
        value, problem = self._pick(values, self._get_search_terms(row)[2])
        variant, order, order_name = None, None, row['names'].get('order')
        if not problem and self.plan_id.by_variant:
            variant, problem = self._pick_variant(row, value, variants)
        if not problem and order_name:
            order, problem = self._pick(orders[order_name], order_name)
        if problem:
            return None, problem
        return self.plan_id._make_key(value.id, variant and variant.id, order and order.id), None

    def _read_index(self, model, field, texts, domain=()):
        """:return: dict: text → list of records whose ``field``, which may be a path, is equal to the text"""
        index = defaultdict(list)
        for record in self.env[model].search([(field, 'in', list(texts)), *domain]) if texts else ():
            for text in set(record.mapped(field)):
                index[text or ''].append(record)
        return index

    def _pick(self, records, name):
        """:return: (the only record, None), or (None, error) if there is no record or there are several"""
        if len(records) == 1:
            return records[0], None
        return None, ('several' if records else 'unknown', name)

    # ------------------------------------------------------------
    # The plan's dimension
    # ------------------------------------------------------------

    def _search_values(self, rows):
        """:return: dict: number of a row → list of the matching records of the plan's dimension"""
        plan, texts = self.plan_id, defaultdict(set)
        model = plan.line_ids[plan._get_dimension_field()]
        domain = {
            'category': [], 'manager': [('share', '=', False)],
            'product': self.env['product.template']._check_company_domain(plan.company_id)}[plan.dimension]
        questions = {row['number']: self._get_search_terms(row) for row in rows}
        for field, text, _name in questions.values():
            texts[field].add(text)
        indexes = {field: self._read_index(model._name, field, names, domain) for field, names in texts.items() if field}
        # The value of sales without a manager is an empty recordset.
        return {number: indexes[field][text] if field else [model] for number, (field, text, _name) in questions.items()}

    def _get_search_terms(self, row):
        """:return: (field to search by, text to search for, name of the object in a message); the field is None for sales
            without a manager"""
        name, code = row['names'].get('name', ''), row['names'].get('code', '')
        if self.plan_id.dimension == 'category':
            return 'complete_name', name, name
        if self.plan_id.dimension == 'manager':
            if (not name and not code) or name.casefold() in self._get_terms("Without a manager"):
                return None, '', ''
            return ('login', code, name or code) if code else ('name', name, name)
        return ('product_variant_ids.default_code', code, code) if code else ('name', name, name)

    # ------------------------------------------------------------
    # Variants
    # ------------------------------------------------------------

    def _search_variants(self, values):
        """:param dict values: see :meth:`_search_values`
        :return: dict: (id of the product or False, ``'code'`` or ``'text'``, text of the file) → list of variants; False if
            the plan is not by products, since a row may then have a variant of any product"""
        plan, index = self.plan_id, defaultdict(list)
        of_products = plan.dimension == 'product'
        domain = [('product_tmpl_id', 'in', [record.id for records in values.values() for record in records])] if of_products \
            else self.env['product.product']._check_company_domain(plan.company_id)
        for variant in self.env['product.product'].search(domain) if values else ():
            owner = of_products and variant.product_tmpl_id.id
            index[owner, 'code', variant.default_code or ''].append(variant)
            index[owner, 'text', plan._get_variant_name(variant)].append(variant)
        return index

    def _pick_variant(self, row, value, variants):
        """:return: (the variant, None) or (None, error)"""
        owner, code, text = self.plan_id.dimension == 'product' and value.id, *(
            row['names'].get(name, '') for name in ('code', 'variant'))
        by_code = variants[owner, 'code', code] if code else []
        found = by_code if len(by_code) == 1 else variants[owner, 'text', text]
        if len(found) == 1:
            return found[0], None
        return None, ('variant', text or row['names'].get('name', ''))

    # ------------------------------------------------------------
    # Units
    # ------------------------------------------------------------

    def _find_units(self, keys, table, problems):
        """:return: dict: key → id of the unit of its row: an existing row keeps its unit, a new one has the unit of the file"""
        plan = self.plan_id
        units = plan._get_units()
        named = {key: row for key, row in zip(keys, table['rows'], strict=True)
                 if key and row['names'].get('uom') and key not in units}
        products = plan._get_priced_products(list(named))
        rest, several = {key: row for key, row in named.items() if products[key].uom_id}, set()
        for code in table['languages']:
            here = self.with_context(lang=code)
            rest = {key: row for key, row in rest.items()
                    if products[key].with_context(lang=code).uom_id.name != row['names']['uom']}
            # also archived units: core archives most units by default, and a plan may use them
            index = here.with_context(active_test=False)._read_index(
                'uom.uom', 'name', {row['names']['uom'] for row in rest.values()})
            found = {key: index[row['names']['uom']][0].id for key, row in rest.items() if len(index[row['names']['uom']]) == 1}
            units.update(found)
            rest = {key: row for key, row in rest.items() if key not in found}
            several = {name for name, units_there in index.items() if len(units_there) > 1}
        problems += [(row['number'], self._describe_problem(
            row, 'several' if row['names']['uom'] in several else 'unknown', row['names']['uom'])) for row in rest.values()]
        return units
