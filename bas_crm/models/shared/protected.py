from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.marks import mark, read_mark

OUR_MODULE = 'bas_crm'


class BasProtected(models.AbstractModel):
    """A record with fields that only the program sets: a state, a signature, a link to a calendar record, a frozen figure.

    Every stored field of this add-on that is ``readonly`` is protected: only the program sets it. ``create`` and ``write``
    refuse a value from a person, an import or another system; defaults of the context and of the user are ignored. Our own
    code writes it with ``_program_write`` and ``_program_create``, and passes only values that it has computed itself.
    Values set as superuser are accepted.

    A model is protected by its entry in ``../protected_models.py``.
    """

    _name = 'bas.protected.mixin'
    _description = 'Record with Fields That Only the Program Sets'
    #: fields that are given on creation and never change afterwards: mostly the parent document
    _set_once = frozenset()
    #: core's fields that only core's own methods set, mostly as superuser, e.g. a customer's signature
    _core_program_fields = frozenset()

    # ------------------------------------------------------------
    # Protected fields
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_program_fields(self):
        """:return: frozenset of names: stored read-only fields. In our own models these are all such fields; in core's models
            only those that this add-on declared first, and those in ``_core_program_fields``."""
        is_own = self._original_module == OUR_MODULE
        return self._core_program_fields | frozenset(
            name for name, field in self._fields.items()
            if field.store and field.readonly and name not in models.MAGIC_COLUMNS
            and (is_own or field._modules[:1] == (OUR_MODULE,)))

    @api.model
    @tools.ormcache()
    def _get_new_program_fields(self):
        """:return: frozenset: the protected fields that a person cannot set on a new record either"""
        return self._get_program_fields() - self._set_once

    # ------------------------------------------------------------
    # Writing as the program
    # ------------------------------------------------------------

    def _is_by_program(self):
        return bool(read_mark(self, 'by_program'))

    def _as_program(self):
        return mark(self, by_program=True)

    def _program_write(self, vals):
        """Write protected fields. Never pass values here that a person has sent."""
        return self._as_program().write(vals)

    @api.model
    def _program_create(self, vals_list):
        """Create records with protected fields, also in their lines.

        :return: the records, without the mark in their context
        """
        return self._as_program().create(vals_list).with_env(self.env)

    # ------------------------------------------------------------
    # Refusing values of others
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A protected field gets only its own default, not one of the context or of the user."""
        names = self._get_new_program_fields().intersection(fields)
        if not names:
            return super().default_get(fields)
        values = super().default_get([name for name in fields if name not in names])
        for name in names:
            values.pop(name, None)
            field = self._fields[name]
            if field.default:
                cached = field.convert_to_cache(field.default(self), self, validate=False)
                values[name] = field.convert_to_write(cached, self)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._drop_program_values(vals_list))

    def write(self, vals):
        return super().write(self._drop_unchanged_values(vals))

    @api.model
    def _drop_program_values(self, vals_list):
        """:return: ``vals_list`` of new records without protected fields
        :raises UserError: a value differs from the default of a new record
        """
        if self.env.su or self._is_by_program():
            return vals_list
        names, result = self._get_new_program_fields(), []
        for vals in vals_list:
            found = names & vals.keys()
            if found:
                defaults = self.default_get(list(found))
                changed = [name for name in found if self._is_changed(name, vals[name], defaults.get(name))]
                if changed:
                    self.check_access('create')
                    self._refuse_program_fields(changed)
                vals = {name: value for name, value in vals.items() if name not in found}
            result.append(vals)
        return result

    def _drop_unchanged_values(self, vals):
        """:return: ``vals`` without protected fields; a screen may send back the values that it has read
        :raises UserError: a value differs from that of the records
        """
        found = vals.keys() & (self._get_program_fields() | self._set_once)
        if not found or self.env.su or self._is_by_program():
            return vals
        self.check_access('write')
        # The comparison includes fields that the user may not read.
        records = self.sudo()
        changed = [name for name in found if any(
            self._is_changed(name, vals[name], self._fields[name].convert_to_write(record[name], record))
            for record in records)]
        if changed:
            self._refuse_program_fields(changed)
        return {name: value for name, value in vals.items() if name not in found}

    @api.model
    def _check_given_values(self, vals):
        """Check values of a person, also those of lines, before the program writes them.

        :raises UserError: they contain a protected field
        """
        if found := self._get_new_program_fields() & vals.keys():
            self._refuse_program_fields(found)
        for name, value in vals.items():
            field = self._fields.get(name)
            lines = self.env[field.comodel_name] if field is not None and field.type == 'one2many' else None
            for command in value or () if hasattr(lines, '_check_given_values') else ():
                if command[0] != Command.CREATE:
                    self._refuse_program_fields([name])  # lines of another document
                lines._check_given_values(command[2])

    @api.model
    def _is_changed(self, name, value, known):
        """:return: bool: whether two values of a field, in the format of ``write``, differ; all empty values are equal"""
        field, blank = self._fields[name], self.browse()
        if field.type in ('one2many', 'many2many'):
            return bool(value)
        try:
            cached = [field.convert_to_cache(one, blank, validate=False) or None for one in (value, known)]
        except (ValueError, TypeError, OverflowError):
            return True  # not a valid value of the field
        return cached[0] != cached[1]

    @api.model
    def _refuse_program_fields(self, names):
        """:raises UserError: always; the message names the fields and says what to do instead"""
        titles = ', '.join(sorted(self._fields[name]._description_string(self.env) for name in names))
        raise UserError(self.env._(
            "«%(fields)s» cannot be changed manually. %(hint)s", fields=titles, hint=self._get_program_hint(names)))

    @api.model
    def _get_program_hint(self, names):
        """:return: a sentence: what sets these fields, and which button to press"""
        return self.env._("The program sets it: use the buttons of the document, or change the document it comes from.")
