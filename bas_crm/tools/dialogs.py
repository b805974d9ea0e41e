"""Dialogs with a question."""


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
