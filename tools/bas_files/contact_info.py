"""Contact data as BAS keeps them: XML in a text in older versions, JSON in newer ones."""
import json
from xml.sax.saxutils import quoteattr

from .details import spell_phone

_NS = 'xmlns="http://www.v8.1c.ru/ssl/contactinfo" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def contact_rows(record, as_json=False):
    """:return: list of (kind in EnterpriseData, kind in the configuration, type, text shown, structured text)"""
    make_phone, make_mail, make_address = (_json_phone, _json_mail, _json_address) if as_json else (_phone, _mail, _address)
    rows = [('Телефон', 'ТелефонКонтрагента', 'Телефон', spell_phone(phone), make_phone(phone)) for phone in record.phones]
    rows += [('АдресЭлектроннойПочты', 'EmailКонтрагента', 'АдресЭлектроннойПочты', mail,
              make_mail(mail)) for mail in record.emails]
    for kind, predefined, text in (('ЮридическийАдрес', 'ЮрАдресКонтрагента', getattr(record, 'legal_address', '')),
                                   ('ФактическийАдрес', 'ФактАдресКонтрагента', getattr(record, 'actual_address', ''))):
        if text:
            rows.append((kind, predefined, 'Адрес', text, make_address(text)))
    if site := getattr(record, 'website', ''):
        rows.append(('ВебСтраница', 'СайтКонтрагента', 'ВебСтраница', site, make_mail(site, 'ВебСайт', 'ВебСтраница')))
    return rows


def _wrap(shown, inside):
    return f'<КонтактнаяИнформация {_NS} Представление={quoteattr(shown)}>{inside}</КонтактнаяИнформация>'


def _phone(phone):
    digits = phone.removeprefix('+380')
    return _wrap(spell_phone(phone),
                 f'<Состав xsi:type="НомерТелефона" КодСтраны="+380" КодГорода="{digits[:2]}" Номер="{digits[2:]}"/>')


def _mail(text, kind='ЭлектроннаяПочта', _type=None):
    return _wrap(text, f'<Состав xsi:type="{kind}" Значение={quoteattr(text)}/>')


def _address(text):
    postcode, town, street, house = text.split(', ')
    inside = (f'<Город>{town.removeprefix("м. ")} м</Город><Улица>{street.removeprefix("вул. ")} вул</Улица>'
              f'<ДопАдрЭл ТипАдрЭл="10100000" Значение="{postcode}"/>'
              f'<ДопАдрЭл><Номер Тип="1010" Значение="{house.removeprefix("буд. ")}"/></ДопАдрЭл>')
    return _wrap(text, f'<Состав xsi:type="Адрес" Страна="УКРАЇНА"><Состав xsi:type="АдресУкраина">{inside}</Состав></Состав>')


def _json_phone(phone):
    digits = phone.removeprefix('+380')
    return json.dumps({'value': spell_phone(phone), 'type': 'Телефон', 'countryCode': '380', 'areaCode': digits[:2],
                       'number': digits[2:], 'extNumber': '', 'comment': ''}, ensure_ascii=False)


def _json_mail(text, _kind=None, kind='АдресЭлектроннойПочты'):
    return json.dumps({'value': text, 'type': kind, 'comment': ''}, ensure_ascii=False)


def _json_address(text):
    return json.dumps({'version': 4, 'value': text, 'type': 'Адрес', 'country': 'УКРАЇНА', 'countryCode': '804',
                       'ZIPcode': text[:5]}, ensure_ascii=False)
