"""Dialogs with a question, and messages of what was done."""
from odoo.tools import frozendict

#: what follows a message of a dialog
CLOSE_DIALOG = frozendict(type='ir.actions.act_window_close')


def open_dialog(name, model, context=None, record=None, form=False):
    """:return: action that opens the form of a new record, or of a given one, in a dialog

    :param str name: title of the dialog, in the language of the user
    :param str model: name of the model
    :param dict context: default values, and context for further actions
    :param record: the record to open
    :param int form: id of the view, where the usual one is not meant
    """
    return {
        'type': 'ir.actions.act_window',
        'name': name,
        'res_model': model,
        **({'res_id': record.id} if record else {}),
        'views': [(form, 'form')],
        'target': 'new',
        'context': context or {},
    }


def tell(message, kind='success', after=CLOSE_DIALOG, **params):
    """:return: action that shows a message in the corner of the screen; a warning stays until it is closed

    :param str message: in the language of the user
    :param str kind: success, info or warning
    :param dict after: the action that follows; None: nothing
    """
    return {
        'type': 'ir.actions.client', 'tag': 'display_notification',
        'params': {
            'type': kind, 'message': message, 'sticky': kind == 'warning', **params,
            **({'next': dict(after)} if after else {})},
    }
