"""An address in one line, as BAS shows it, becomes the fields of a partner."""
import re

from .kind import ImportField

_ZIP = re.compile(r'\b\d{5}\b')
_COUNTRY = re.compile(r'(?:україна|украина|ukraine)', re.IGNORECASE)
_REGION = re.compile(r'\bобл(?:\.|асть)?(?:\b|$)', re.IGNORECASE)
_CITY = re.compile(r'^(?:м|місто|г|город|с|село|смт|пгт|сел|селище)\.?\s+(?=\S)', re.IGNORECASE)
_PREFIXED = re.compile(r'^(?:с|село|смт|пгт|сел|селище)\b', re.IGNORECASE)


def get_address_fields(env):
    """:return: dict as of ``_get_fields``: the parts of an address that have columns of their own"""
    return {
        'street': ImportField(env._("Street"), target='street'),
        'city': ImportField(env._("City"), target='city'),
        'zip': ImportField(env._("Postal Code"), 'code', target='zip'),
        'region': ImportField(env._("Region")),
        'country': ImportField(env._("Country"), 'reference', 'country_id', refers_to='res.country'),
    }


def split_address(text):
    """``'01001, Україна, м. Київ, вул. Зелена, 1'`` → ``{'zip': '01001', 'city': 'Київ', 'street': 'вул. Зелена, 1'}``.

    What is not certain stays in the street, so that nothing is lost.

    :return: dict: 'zip', 'city', 'street' (only those that are found)
    """
    result, rest = {}, []
    for part in filter(None, (part.strip() for part in re.split(r'[,\n]', text or ''))):
        if _ZIP.fullmatch(part) and 'zip' not in result:
            result['zip'] = part
        elif _CITY.match(part) and 'city' not in result:
            result['city'] = part if _PREFIXED.match(part) else _CITY.sub('', part)
        elif not _COUNTRY.fullmatch(part):
            rest.append(part)
    street = [part for part in rest if not _REGION.search(part)]
    regions = [part for part in rest if _REGION.search(part)]
    if rest:
        result['street'] = ', '.join([*regions, *street])
    return result
