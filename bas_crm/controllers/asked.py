import json

from werkzeug.exceptions import BadRequest

from odoo.http import request

#: the largest id that the database can hold
LARGEST_ID = 2 ** 31 - 1


def read_asked(data):
    """:param data: JSON of a screen, as the browser has sent it
    :return: dict with ``domain`` (list), ``groupby`` (list of strings), ``context`` (dict) and the other values sent
    :raises BadRequest: the JSON does not have this form
    """
    try:
        asked = json.loads(data) if isinstance(data, str) else None
    except (ValueError, RecursionError) as error:
        raise BadRequest(request.env._("The address is incomplete. Open the report and export it again.")) from error
    if not isinstance(asked, dict):
        raise BadRequest(request.env._("The address is incomplete. Open the report and export it again."))
    parts = {'domain': list, 'groupby': list, 'context': dict, 'model': str}
    for name, kind in parts.items():
        asked[name] = asked.get(name) or kind()
        if not isinstance(asked[name], kind):
            raise BadRequest(request.env._("The address is incomplete. Open the report and export it again."))
    asked['context'] = _read_context(asked['context'])
    return asked


def _read_context(context):
    """:return: the values that our screens put into the context, each only if its type is right"""
    companies = context.get('allowed_company_ids')
    is_whole = not companies or (isinstance(companies, list) and all(
        isinstance(company, int) and 0 < company <= LARGEST_ID for company in companies))
    kinds = {'lang': str, 'tz': str, 'uid': int}
    return {name: value for name, value in context.items() if (
        is_whole if name == 'allowed_company_ids'
        else isinstance(value, kinds[name]) if name in kinds else name.startswith('bas_'))}


def read_token(token):
    """:return: the access token of a link; None if it is not a valid string, which would break the comparison"""
    return token if isinstance(token, str) and token.isascii() else None


def read_text(text):
    """:return: the text that a person has typed; an empty string for any other type"""
    return text if isinstance(text, str) else ''
