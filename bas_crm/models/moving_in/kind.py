from dataclasses import dataclass, field

from odoo import api, models

#: models of the kinds are named so
PREFIX = 'bas.import.kind.'


@dataclass(frozen=True)
class ImportField:
    """A field of a kind of list.

    :param label: translated name, for the screens
    :param type: 'char', 'text', 'code', 'number', 'integer', 'date', 'datetime', 'bool', 'phone', 'email', 'choice', 'reference'
    :param target: field of the record that gets the value as it is; '' where the kind itself decides what becomes of it
    :param required: a row without it is an error
    :param refers_to: of a reference: key of a kind of list ('counterparty') or a model ('res.users')
    :param creates: of a reference to a model: «Create» is one of the answers when nobody has the name
    :param choices: of a choice: text in lower case → value
    """

    label: str
    type: str = 'char'
    target: str = ''
    required: bool = False
    refers_to: str = ''
    creates: bool = False
    choices: dict = field(default_factory=dict)


class BasImportKind(models.AbstractModel):
    """How a kind of list becomes records. Each kind is a model of its own, ``bas.import.kind.…``, that inherits this one.

    A batch of rows goes through these steps, first in the check, which writes nothing, then in the import:

    1. ``_read_row`` turns the texts of a row into values,
    2. references are resolved,
    3. ``_get_keys`` and ``_find_by_keys`` find the records that the rows mean,
    4. ``_prepare_values`` gives the values of the record; the policy decides which of them are written,
    5. ``_before_write``, the writing, ``_after_write``.

    The methods get an ``ImportRow`` or a ``Batch``, see ``batch.py``. All of them run as superuser in the session's company, and
    in a context that sends and logs nothing.
    """

    _name = 'bas.import.kind'
    _description = 'Kind of List to Import'

    #: key of the kind, as in ``tools/source_files/headings.py``
    _kind = ''
    #: model of the records
    _target = ''
    #: lists with a smaller number are imported first; those that others refer to come before them
    _import_order = 100
    #: types of keys that decide alone which record a row means, the strongest first; and types that only propose one
    _decisive = ('guid', 'code')
    _proposing = ()
    #: whether rows without a record create one; others are errors
    _creates = True

    # ------------------------------------------------------------
    # What the kind is
    # ------------------------------------------------------------

    @api.model
    def _get_all(self):
        """:return: list of the models of all kinds, in the order of their import"""
        kinds = [self.env[name] for name in self.env.registry if name.startswith(PREFIX)]
        return sorted(kinds, key=lambda kind: (kind._import_order, kind._kind))

    @api.model
    def _get_kind(self, key):
        """:return: the model of a kind; None if there is none"""
        return next((kind for kind in self._get_all() if kind._kind == key), None)

    @api.model
    def _get_title(self):
        """:return: translated name of the list"""
        raise NotImplementedError

    @api.model
    def _get_fields(self):
        """:return: dict: name of a field, as in ``headings.py`` → :class:`ImportField`"""
        return {
            'guid': ImportField(self.env._("Reference in the Source"), 'code'),
            'code': ImportField(self.env._("Code in the Source"), 'code'),
        }

    @api.model
    def _get_quiet_context(self):
        """:return: dict: context in which records are written: no mail, no follower, no activity, no history, no number of ours"""
        return {
            'tracking_disable': True, 'mail_create_nolog': True, 'mail_create_nosubscribe': True, 'mail_notrack': True,
            'mail_auto_subscribe_no_notify': True, 'mail_activity_automation_skip': True, 'no_reset_password': True,
        }
