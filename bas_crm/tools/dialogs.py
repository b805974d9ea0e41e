"""Questions that open over the screen."""


def open_dialog(name, model, context):
    """Give the action that opens the form of a new record over the screen.

    :param str name: what stands above it, in the language of the user
    :param str model: of what
    :param dict context: its defaults, and what those it leads to have to know
    """
    return {
        'type': 'ir.actions.act_window',
        'name': name,
        'res_model': model,
        'views': [(False, 'form')],
        'target': 'new',
        'context': context,
    }
