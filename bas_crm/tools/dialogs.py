"""Dialogs with a question."""


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
