"""Words of BAS about items, as values of Odoo's fields."""
import re

#: item types of BAS and EnterpriseData, Ukrainian and Russian → product type
TYPES = {
    **dict.fromkeys(('товар', 'товари', 'товары', 'запас', 'матеріал', 'материал', 'продукція', 'продукция', 'комплект', 'набір',
                     'набор', 'багатооборотна тара', 'многооборотнаятара', 'тара', 'goods', 'product'), 'consu'),
    **dict.fromkeys(('послуга', 'послуги', 'услуга', 'услуги', 'робота', 'роботи', 'работа', 'работы', 'вид робіт', 'вид работ',
                     'витрата', 'расход', 'операція', 'операция', 'service'), 'service'),
}
#: names of units, without the point → Odoo's units
UNITS = {
    **dict.fromkeys(('шт', 'штука', 'штук', 'штуки', 'од', 'одиниця', 'одиниць', 'ед', 'единица', 'pcs', 'unit', 'units', '2009'),
                    'uom.product_uom_unit'),
    **dict.fromkeys(('послуга', 'послуг', 'усл', 'услуга', 'посл', 'робота', 'работа'), 'uom.product_uom_unit'),
    **dict.fromkeys(('дюжина', 'дюж', 'dozen'), 'uom.product_uom_dozen'),
    **dict.fromkeys(('г', 'гр', 'грам', 'грамм', 'g'), 'uom.product_uom_gram'),
    **dict.fromkeys(('кг', 'кілограм', 'килограмм', 'kg', '0301'), 'uom.product_uom_kgm'),
    **dict.fromkeys(('т', 'тонна', 'тн', 't', '0306'), 'uom.product_uom_ton'),
    **dict.fromkeys(('л', 'літр', 'литр', 'l', '0138'), 'uom.product_uom_litre'),
    **dict.fromkeys(('м3', 'м³', 'куб.м', 'куб. м', 'куб', 'кубічний метр', 'кубический метр', '0134'),
                    'uom.product_uom_cubic_meter'),
    **dict.fromkeys(('мм', 'міліметр', 'миллиметр', 'mm'), 'uom.product_uom_millimeter'),
    **dict.fromkeys(('см', 'сантиметр', 'cm'), 'uom.product_uom_cm'),
    **dict.fromkeys(('м', 'метр', 'м.п', 'м/п', 'мп', 'пог.м', 'пог. м', 'погонний метр', 'погонный метр', 'm', '0101'),
                    'uom.product_uom_meter'),
    **dict.fromkeys(('км', 'кілометр', 'километр', 'km'), 'uom.product_uom_km'),
    **dict.fromkeys(('м2', 'м²', 'кв.м', 'кв. м', 'квадратний метр', 'квадратный метр', '0123'), 'uom.product_uom_square_meter'),
    **dict.fromkeys(('хв', 'мін', 'мин', 'хвилина', 'минута'), 'uom.product_uom_minute'),
    **dict.fromkeys(('год', 'година', 'час', 'ч', 'нормо-година', 'нормо-час', 'h', 'hour'), 'uom.product_uom_hour'),
    **dict.fromkeys(('день', 'дн', 'доба', 'сутки', 'day'), 'uom.product_uom_day'),
}
_NO_VAT = re.compile(r'без\s*п?н?дв?с?|не\s*оподатк|не\s*облагается|no vat', re.IGNORECASE)
_RATE = re.compile(r'(\d+(?:[.,]\d+)?)')


def read_tax_rate(text):
    """``'20%'``, ``'НДС20'`` → 20.0; ``'Без ПДВ'``, ``'0%'`` → 0.0.

    :return: float; None if it is no rate
    """
    if re.match(r'\s*(?:без|не)', text, re.IGNORECASE) and _NO_VAT.search(text):
        return 0.0
    found = _RATE.search(text.split('/')[0])
    rate = float(found[1].replace(',', '.')) if found else None
    return rate if rate is not None and rate <= 100 else None


def split_path(text):
    """``'Меблі / Столи'`` or one name a line → list of names, the outermost first."""
    return [name.strip() for name in re.split(r'\n|\s/\s', text or '') if name.strip()]


def name_unit(batch, row):
    """The names of units in BAS become those of Odoo's units, in the language in which they are looked up."""
    unit = UNITS.get(row.raw.get('unit', '').strip().casefold().rstrip('.'))
    if unit:
        names = batch.cache['units']
        if unit not in names:
            names[unit] = batch.env.ref(unit).name
        row.raw['unit'] = names[unit]
