from odoo import models
from odoo.exceptions import MissingError

#: kinds of fields whose value in memory is what is read, but for what is empty
PLAIN = frozenset(('boolean', 'char', 'date', 'datetime', 'float', 'integer', 'many2one', 'monetary', 'selection', 'text'))
MANY = frozenset(('many2many', 'one2many'))


class BasQuickReadMixin(models.AbstractModel):
    """Our boards and lists show more of each record than core's: what they read is taken from memory field by field, and the
    names of people without the rest of their cards. Core's own screens of the same documents are read as ever."""

    _name = 'bas.quick.read.mixin'
    _description = 'Quick Reading of Boards and Lists'

    def _read_format(self, fnames, load='_classic_read'):
        if load is not None or len(self) < 2 or not all(self._ids) or not self._is_own_screen(fnames):
            return super()._read_format(fnames, load)
        plain = [name for name in fnames if self._is_plain(name)]
        try:
            self._fetch_for_screen(fnames)
            rows = super()._read_format([name for name in fnames if name not in plain], load)
            for name in plain:
                self._read_plain(name, rows)
        except MissingError:  # one was deleted meanwhile: core leaves it out
            return super()._read_format(fnames, load)
        return rows

    def _is_own_screen(self, fnames):
        """:return: bool: whether the screen shows what this add-on has added"""
        return any(self._fields[name]._module == 'bas_crm' for name in fnames)

    def _is_plain(self, name):
        field = self._fields[name]
        return field.type in MANY or (field.type in PLAIN and not field.translate)

    def _read_plain(self, name, rows):
        """Read a field into ``rows``: what the first record fetches or computes is there for all.

        :raises MissingError: one of the records was deleted
        """
        field = self._fields[name]
        self._check_field_access(field, 'read')
        if field.compute and field.store:
            field.recompute(self)
        if len(rows) != len(self):
            raise MissingError(self._name)
        known, convert = field._get_cache(self.env), self._get_conversion(field)
        for record_id, row in zip(self._ids, rows, strict=True):
            if record_id not in known:
                self.browse(record_id).with_prefetch(self._prefetch_ids)[name]
            row[name] = convert(known[record_id])

    def _get_conversion(self, field):
        """:return: function of a value in memory that returns what is read"""
        if field.type == 'many2one':
            return lambda value: value or False
        if field.type in MANY:  # of those, some may be archived
            return lambda value: field.convert_to_record(value, self).ids if value else []
        return lambda value: field.convert_to_read(field.convert_to_record(value, self), self, False)

    def _fetch_for_screen(self, fnames):
        """Fetch what core would read with everything else of other records: of customers and of managers, only the names."""
        partners, users = self.env['res.partner'], self.env['res.users']
        for name in fnames:
            comodel = self._fields[name].comodel_name
            if comodel == 'res.partner':
                partners |= self[name]
            elif comodel == 'res.users':
                users |= self[name]
        # sudo: whoever sees a record sees the names it mentions, as in core
        partners, users = partners.sudo(), users.sudo()
        users.fetch(['partner_id', 'active'])
        (partners | users.partner_id)._recall_names()
