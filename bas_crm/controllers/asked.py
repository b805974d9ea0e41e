import json

from werkzeug.exceptions import BadRequest

from odoo.http import request

#: database ids beyond this are none
LARGEST_ID = 2 ** 31 - 1


def read_asked(data):
    """:param data: JSON of a screen, as the browser has sent it
    :return: dict with ``domain`` (list), ``groupby`` (list of texts), ``context`` (dict) and what else was asked
    :raises BadRequest: it is not of that form
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
    """:return: what a screen of ours puts into its context, of the right kinds"""
    companies = context.get('allowed_company_ids')
    is_whole = not companies or (isinstance(companies, list) and all(
        isinstance(company, int) and 0 < company <= LARGEST_ID for company in companies))
    kinds = {'lang': str, 'tz': str, 'uid': int}
    return {name: value for name, value in context.items() if (
        is_whole if name == 'allowed_company_ids'
        else isinstance(value, kinds[name]) if name in kinds else name.startswith('bas_'))}


def read_token(token):
    """:return: the key of a link; None for what can be none, and would break a comparison"""
    return token if isinstance(token, str) and token.isascii() else None


def read_text(text):
    """:return: what a person has written; an empty text for anything else"""
    return text if isinstance(text, str) else ''
