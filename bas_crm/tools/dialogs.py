"""Dialogs with a question, and messages of what was done."""

#: what follows a message of a dialog
CLOSE_DIALOG = {'type': 'ir.actions.act_window_close'}


def open_dialog(name, model, context):
    """:return: action that opens the form of a new record in a dialog

    :param str name: title of the dialog, in the language of the user
    :param str model: name of the model
    :param dict context: default values, and context for further actions
    """
    return {
        'type': 'ir.actions.act_window',
        'name': name,
        'res_model': model,
        'views': [(False, 'form')],
        'target': 'new',
        'context': context,
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
