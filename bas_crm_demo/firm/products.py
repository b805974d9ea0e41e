"""What the firm sells: goods with characteristics, and services."""
import re

from .tables import read_table, split

#: unit as it stands in documents → its key, and core's unit that it equals
UNITS = {
    'шт': ('unit_piece', 'uom.product_uom_unit'),
    'год': ('unit_hour', 'uom.product_uom_hour'),
    'пог. м': ('unit_running_metre', 'uom.product_uom_meter'),
    'м²': ('unit_square_metre', 'uom.product_uom_square_meter'),
    'компл.': ('unit_set', 'uom.product_uom_unit'),
}
#: «80 см +180»: a value of an attribute and what it adds to the price
VALUE = re.compile(r'(?P<name>.+?)(?: \+(?P<extra>\d+))?')


def fill_catalogue(firm):
    rows = read_table('products.csv')
    _create_units(firm)
    categories = _create_categories(firm, rows)
    attributes = _create_attributes(firm, rows)
    templates = firm.env['product.template'].create([_get_values(firm, row, categories, attributes) for row in rows])
    for row, template in zip(rows, templates, strict=True):
        _set_extras(row, template)
        _name_variants(firm, row, template)


def _create_units(firm):
    for name, (key, base) in UNITS.items():
        firm.units[name] = firm.own(key, firm.env['uom.uom'].create({
            'name': name, 'relative_uom_id': firm.env.ref(base).id, 'relative_factor': 1}))


def _create_categories(firm, rows):
    names = dict.fromkeys(row['category'] for row in rows)
    return {name: firm.own(f'category_{number}', firm.env['product.category'].create({'name': name}))
            for number, name in enumerate(names, 1)}


def _create_attributes(firm, rows):
    """:return: dict: attribute → dict: value → record"""
    names = {}
    for row in rows:
        for attribute, values in _read_variants(row).items():
            names.setdefault(attribute, {}).update(dict.fromkeys(values))
    found = {}
    for number, (attribute, values) in enumerate(names.items(), 1):
        record = firm.own(f'attribute_{number}', firm.env['product.attribute'].create({
            'name': attribute, 'display_type': 'pills', 'value_ids': [(0, 0, {'name': value}) for value in values]}))
        found[attribute] = dict(zip(values, record.value_ids, strict=True))
    return found


def _read_variants(row):
    """``'Розмір: 2 м, 3 м +290'`` → ``{'Розмір': {'2 м': 0, '3 м': 290}}``"""
    found = {}
    for part in split(row['variants'], '|'):
        attribute, values = part.split(': ', 1)
        matches = [VALUE.fullmatch(value) for value in split(values, ', ')]
        found[attribute] = {match['name']: int(match['extra'] or 0) for match in matches}
    return found


def _get_values(firm, row, categories, attributes):
    supplier = firm.counterparties.get(row['supplier'])
    return {
        'name': row['name'],
        'company_id': firm.company.id,
        'type': 'service' if row['kind'] == 'service' else 'consu',
        'categ_id': categories[row['category']].id,
        'uom_id': firm.units[row['uom']].id,
        'list_price': float(row['price']),
        'invoice_policy': 'order',
        'description_sale': row['description'],
        'attribute_line_ids': [(0, 0, {
            'attribute_id': next(iter(attributes[attribute].values())).attribute_id.id,
            'value_ids': [(6, 0, [attributes[attribute][value].id for value in values])],
        }) for attribute, values in _read_variants(row).items()],
        'seller_ids': [(0, 0, {'partner_id': supplier.id, 'price': float(row['cost']), 'min_qty': 1})] if supplier else [],
        **({'standard_price': float(row['cost']), 'default_code': row['code']} if not row['variants'] else {}),
    }


def _set_extras(row, template):
    extras = _read_variants(row)
    for value in template.attribute_line_ids.product_template_value_ids:
        value.price_extra = extras[value.attribute_id.name][value.name]


def _name_variants(firm, row, template):
    """Each variant gets its article and its cost; tables name it by template and values: «КР-АЛЮ/3 м»."""
    extras = _read_variants(row)
    for number, product in enumerate(template.product_variant_ids, 1):
        values = {value.attribute_id.name: value.name for value in product.product_template_attribute_value_ids}
        extra = sum(extras[attribute][value] for attribute, value in values.items())
        firm.products['/'.join([row['code'], *(values[attribute] for attribute in extras)])] = product
        if extras:
            share = float(row['cost']) / float(row['price'])
            product.write({
                'default_code': f"{row['code']}-{number:02}",
                'standard_price': round(float(row['cost']) + extra * share, 2)})
