from dataclasses import dataclass, field

from markupsafe import Markup

from odoo import api, models
from odoo.tools import plaintext2html

from ...tools.source_files.values import normal_name
from .reading import read_row
from .rows import Question

#: models of the kinds are named so
PREFIX = 'bas.import.kind.'


@dataclass(frozen=True)
class ImportField:
    """A field of a kind of list.

    :param label: translated name, for the screens
    :param type: 'char', 'text', 'code', 'number', 'percent', 'integer', 'date', 'datetime', 'bool', 'phone', 'email', 'choice',
        'reference'
    :param target: field of the record that gets the value as it is; '' where the kind itself decides what becomes of it
    :param required: a row without it is an error
    :param refers_to: of a reference: key of a kind of list ('counterparty') or a model ('res.users')
    :param creates: of a reference to a model: «Create» is one of the answers when nobody has the name; 'unasked': nothing is
        asked, the record is created
    :param choices: of a choice: text in lower case → value
    """

    label: str
    type: str = 'char'
    target: str = ''
    required: bool = False
    refers_to: str = ''
    creates: bool | str = False
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
    #: types of keys of which a record has one value: records with other values are others
    _exclusive = ('edrpou', 'rnokpp', 'ipn')
    #: whether rows without a record create one; others are errors
    _creates = True
    #: whether several rows may mean one record, e.g. several phones of a counterparty
    _is_shared = False
    #: policy of existing values in place of the usual one; a person may still choose «Create New Records Only»
    _policy = ''
    #: fields without a place of their own: they are told in the note, see :meth:`_get_note`
    _noted = ()
    #: other models of records that the kind creates and that an undo may have to keep, see ``_find_kept``
    _also_keeps = ()

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
        """:return: dict: context in which records are written: no mail, follower, activity, history or number of ours"""
        return {
            'tracking_disable': True, 'mail_create_nolog': True, 'mail_create_nosubscribe': True, 'mail_notrack': True,
            'mail_auto_subscribe_no_notify': True, 'mail_activity_automation_skip': True, 'no_reset_password': True,
            # An entry of opening debts grows, and is taken away, batch by batch; it is checked when it is posted.
            'check_move_validity': False,
            # A cost of the file, or the one given back by the undo, is no revaluation of the stock.
            'disable_auto_revaluation': True,
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        """Fill ``row.values`` from ``row.raw``. An override calls super() first, then adds values, errors and remarks.

        :param dict fields: see :meth:`_get_fields`
        """
        read_row(batch, self, row, fields)

    @api.model
    def _choose(self, batch, row, name, field, text):
        """:return: the value that a person says an unknown word means; None if nobody has said so yet"""
        answer = batch.ask(row, Question(
            'value', f'value|{self._kind}|{name}|{text.strip().casefold()}',
            self.env._("%(list)s: what does «%(word)s» in «%(field)s» mean?", list=self._get_title(), word=text[:100],
                       field=field.label),
            ('use', 'empty', 'skip'), field_name=name, value=text[:200]))
        if answer and answer.answer == 'skip':
            row.is_skipped = True
        return answer.answer_value if answer and answer.answer == 'use' else None

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    @api.model
    def _get_keys(self, row):
        """:return: list of (type, value) that identify the row"""
        name = normal_name(row.raw.get('name'))
        return [(type_, row.get(type_)) for type_ in ('guid', 'code') if row.get(type_)] + ([('name', name)] if name else [])

    @api.model
    def _find_by_keys(self, batch, keys):
        """Find records of the session's company, archived ones included, in one search per type of key.

        :param dict keys: type → set of values
        :return: dict: (type, value) → list of ids
        """
        return {}

    @api.model
    def _find_by_names(self, batch, texts):
        """:return: dict: text → list of ids of the records that it names; for references to this kind"""
        model, found = self.env[self._target], {}
        for record in model.search([(model._rec_name, 'in', list(texts)), *self._get_company_domain(batch)]):
            found.setdefault(record[model._rec_name], []).append(record.id)
        return found

    @api.model
    def _get_company_domain(self, batch):
        """:return: domain of the records of the session's company"""
        is_shared = 'company_id' in self.env[self._target]._fields
        return [('company_id', 'in', (False, batch.company.id))] if is_shared else []

    @api.model
    def _find_usable(self, batch, ids):
        """:return: set of those ids whose records exist, archived ones included, and have not moved to another company"""
        domain = [('id', 'in', list(ids)), *self._get_company_domain(batch)]
        return set(self.env[self._target].with_context(active_test=False).search(domain).ids)

    @api.model
    def _get_codes_of(self, records):
        """:return: dict: id → dict: type of ``_exclusive`` → the record's code; a record with another code is not proposed"""
        return {}

    @api.model
    def _get_key_title(self, type_):
        """:return: translated name of a type of key, in a sentence"""
        return {
            'guid': self.env._("reference"), 'code': self.env._("code"), 'edrpou': self.env._("EDRPOU"),
            'rnokpp': self.env._("RNOKPP"), 'ipn': self.env._("tax number"), 'iban': self.env._("IBAN"),
            'phone': self.env._("phone"), 'email': self.env._("e-mail address"), 'name': self.env._("name"),
            'number': self.env._("number"),
        }.get(type_, type_)

    @api.model
    def _explain_missing(self, batch, row):
        """:return: the error of a row without a record, for a kind that creates none"""
        return self.env._("No record was found for this row.")

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _prepare_values(self, batch, row):
        """:return: dict: values of the record, as ``create`` and ``write`` take them; of x2many only commands that link"""
        return {
            field.target: row.get(name) for name, field in self._get_fields_once(batch).items()
            if field.target and row.get(name) is not None}

    @api.model
    def _prepare_new_values(self, batch, row):
        """:return: dict: further values of a new record; those of :meth:`_prepare_values` come before them"""
        return {}

    @api.model
    def _prepare_by_name(self, batch, name):
        """:return: dict: values of a new record of which only the name is known, for references"""
        return {self.env[self._target]._rec_name: name}

    @api.model
    def _prepare_reference(self, batch, row, model):
        """:return: dict: further values of a record of another model that a row refers to and that is created with its name"""
        return {}

    @api.model
    def _get_note(self, batch, row, *names, noted=None):
        """:param names: fields whose texts come first; ``note`` if none is given
        :param noted: fields that are told with their labels; ``_noted`` if not given
        :return: str"""
        fields = self._get_fields_once(batch)
        texts = [row.get(name) for name in names or ('note',)]
        lines = [f'{fields[name].label}: {row.get(name)}' for name in (self._noted if noted is None else noted) if row.get(name)]
        return '\n'.join(filter(None, [*texts, *lines]))

    @api.model
    def _get_html_note(self, batch, row, *names, noted=None):
        """:return: Markup: as :meth:`_get_note`; empty if there is nothing to tell"""
        text = self._get_note(batch, row, *names, noted=noted)
        return plaintext2html(text) if text else Markup('')

    @api.model
    def _before_write(self, batch):
        """Find, or create, what several rows share. In the check ``batch.create_records`` creates nothing."""

    @api.model
    def _after_write(self, batch):
        """Create and write what belongs to the records, for ``batch.get_written_rows()``; in the check nothing is written."""

    @api.model
    def _get_created(self, row):
        """:return: tuple (moment in UTC or None, id of a user or None): when and by whom the record was created"""
        return (None, None)

    @api.model
    def _get_source_of(self, target):
        """:return: the field of the list that fills a field of the record, whose column may have a policy of its own"""
        return next((name for name, field in self._get_fields().items() if field.target == target), target)

    @api.model
    def _get_conflict_question(self, batch, record, name):
        title = record._fields[name]._description_string(self.env)
        return Question(
            'conflict', f'conflict|{self._kind}|{record._name}.{name}',
            self.env._("%(list)s: people have changed «%(field)s» since the last import, e.g. of «%(record)s», and the file has "
                       "another value.", list=self._get_title(), field=title, record=record.display_name),
            ('keep', 'overwrite'), field_name=name)

    @api.model
    def _get_fields_once(self, batch):
        """:return: dict as of :meth:`_get_fields`, once for a batch"""
        known = batch.cache['fields']
        if not known:
            known.update(self._get_fields())
        return known

    # ------------------------------------------------------------
    # Undoing
    # ------------------------------------------------------------

    @api.model
    def _get_parts(self):
        """:return: set of 'model.field': links of records that go together with the record of the kind when an import is undone,
            and so do not keep it"""
        return set()

    @api.model
    def _find_kept(self, session, records):
        """:return: dict: id of a record that an undo of the session keeps, though nothing may refer to it itself → the reason"""
        return {}

    @api.model
    def _before_restore(self, records):
        """Make records of the kind writable, just before an undo gives them back their values."""

    @api.model
    def _before_delete(self, records):
        """Make records of the kind deletable, just before an undo deletes them."""
