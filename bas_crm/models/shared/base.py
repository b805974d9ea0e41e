import math
import re
from collections import defaultdict
from datetime import date

import babel.dates

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import get_lang

from ...tools.marks import mark, read_mark

#: links to these reveal no document: every salesperson knows the names of users and companies
OPEN_MODELS = {'res.users', 'res.company'}
#: users who may not read employees read the public model
PUBLIC_SIDES = {'hr.employee': 'hr.employee.public'}
OUR_MODULE = 'bas_crm'
#: plausible values: years; amounts (a float is exact to the cent up to here); hours and days; length of a line, of a text
FIRST_YEAR, LAST_YEAR = 1900, 2200
LARGEST, LARGEST_INTEGER, LONGEST = 10 ** 13, 2 ** 31 - 1, 100_000
LINE_LENGTH, TEXT_LENGTH = 2000, 2_000_000
#: numbers of hours or days, from which dates are computed, and a growth rate
LENGTHS = frozenset(('duration', 'hours', 'validity_days', 'growth'))
#: core's fields that users fill in on our screens, and that our numbering, search and calendar read
CORE_FIELDS = {
    'sale.order': ('date_order', 'validity_date', 'commitment_date'),
    'account.move': ('invoice_date', 'invoice_date_due'),
    'account.move.line': ('date_maturity',),
    'account.payment': ('date',),
    'calendar.event': ('start', 'stop', 'start_date', 'stop_date', 'duration', 'name', 'location'),
    'crm.lead': ('name', 'partner_name', 'contact_name', 'phone', 'email_from', 'expected_revenue', 'date_deadline', 'date_open'),
    'mail.activity': ('date_deadline',),
    'res.partner': ('name', 'phone', 'email', 'vat', 'company_registry', 'ref'),
}
UNSTORABLE = re.compile('[\x00\ud800-\udfff]')
TYPES = frozenset(('integer', 'float', 'monetary', 'date', 'datetime', 'char', 'text', 'html'))


class Base(models.AbstractModel):
    """Users may set our links only to records that they may read.

    The name of a linked record is read as superuser, and so are related fields and stored computes. A link to a hidden record
    would therefore reveal its data, so it is refused in create, write, copy, onchange and defaults.
    """

    _inherit = 'base'

    @api.model_create_multi
    def create(self, vals_list):
        """:raises AccessError: one of our links points to a record that the user may not read
        :raises ValidationError: a value is out of bounds
        """
        # A copy takes links from a record that the user may read.
        if not self._is_trusted() and not read_mark(self, 'copying_links') and self._has_unreadable_links(vals_list):
            for vals in vals_list:
                self.browse()._check_links(vals)
        return super().create(self._check_bounds(vals_list))

    def write(self, vals):
        """:raises AccessError: one of our links points to a record that the user may not read"""
        if not self._is_trusted():
            self._check_links(vals)
        return super().write(self._check_bounds([vals])[0])

    def copy(self, default=None):
        """:raises AccessError: one of our links points to a record that the user may not read; links of the original are kept"""
        if self._is_trusted():
            return super().copy(default)
        self._check_links(default or {}, nested=True)
        return super(Base, mark(self, copying_links=True)).copy(default).with_env(self.env)

    def onchange(self, values, field_names, fields_spec):
        """:raises AccessError: one of our links points to a record that the user may not read, and the form would show it"""
        if not self.env.su:
            self._check_links(values, nested=True)
        return super().onchange(self._check_bounds([values])[0], field_names, fields_spec)

    @api.model
    def default_get(self, fields_list):
        """Ignore defaults of the context that put unreadable records into our links."""
        values = super().default_get(fields_list)
        if not self.env.su:
            for name in self._get_links():
                if values.get(name) and f'default_{name}' in self.env.context and not self._are_readable_links(name, values):
                    del values[name]
        return values

    @api.model
    @tools.ormcache('self._name', cache='stable')
    def _get_links(self):
        """:return: dict: name of our relational field → its comodel"""
        is_own = self._original_module == 'bas_crm'
        return {
            name: field.comodel_name for name, field in self._fields.items()
            if field.type in ('many2one', 'many2many') and field.comodel_name not in OPEN_MODELS
            and (field.store or field.inverse)
            and ('bas_crm' in field._modules if is_own else set(field._modules) == {'bas_crm'})}

    @api.model
    def _has_unreadable_links(self, vals_list):
        """:return: bool: whether any link points to an unreadable record; one check per model, for any number of records"""
        linked = defaultdict(set)
        for name, model in self._get_links().items():
            linked[model].update(*(_get_ids(vals[name]) for vals in vals_list if vals.get(name)))
        records = [self.env[model].browse(ids) for model, ids in linked.items()]
        return any(found - found._get_readable_links() for found in records)

    def _is_trusted(self):
        return self.env.su or read_mark(self, 'by_program')

    def _check_links(self, vals, nested=False):
        """:param bool nested: also check the values of lines"""
        given = self._get_links().keys() & vals.keys()
        for name in given if self._has_unreadable_links([vals]) else ():
            if not self._are_readable_links(name, vals):
                field = self._fields[name].get_description(self.env, ['string'])['string']
                raise AccessError(self.env._(
                    "You have no access to the record chosen in «%(field)s» (%(document)s). Choose another one, or ask a "
                    "colleague who has access.", field=field, document=self.env['ir.model']._get(self._name).name))
        for name, commands in vals.items() if nested else ():
            field = self._fields.get(name)
            if field is not None and field.type == 'one2many':
                self.env[field.comodel_name]._check_line_links(commands)

    @api.model
    def _check_line_links(self, commands):
        """Check the lines of a document: the lines themselves and the records that they link to must be readable."""
        lines = self.browse(_get_ids(commands))
        if self._original_module == 'bas_crm' and lines - lines._get_readable_links():
            raise AccessError(self.env._(
                "You have no access to these lines (%(document)s).", document=self.env['ir.model']._get(self._name).name))
        for command in commands if isinstance(commands, (list, tuple)) else ():
            values = command[2] if isinstance(command, (list, tuple)) and len(command) == 3 else command
            if isinstance(values, dict):
                self.browse(_get_ids([command]))._check_links(values, nested=True)

    def _are_readable_links(self, name, vals):
        """:return: bool: whether the user may read all records that ``vals`` put into a link, or the link has them already"""
        field = self._fields[name]
        records = self.env[field.comodel_name].browse(_get_ids(vals[name]))
        forbidden = records - records._get_readable_links()
        if not forbidden:
            return True
        # Compared as superuser: a record that is linked already reveals nothing new.
        is_held = bool(self) and all(forbidden <= record[name]._origin for record in self.sudo())
        return is_held or self._is_known_link(name, forbidden, vals)

    def _is_known_link(self, name, records, vals):
        """Hook: links that the program sets itself and the screen sends back.

        :param records: records that the user may not read
        :return: bool: whether the link may point to them all the same
        """
        return False

    def _get_readable_links(self):
        """:return: the records that the user may read; without a query if the user may read all of them"""
        if not self.ids:
            return self
        model = self.browse()
        if self._name in PUBLIC_SIDES and not model.has_access('read'):
            public = self.env[PUBLIC_SIDES[self._name]].browse(self.ids)
            return self.browse(public._get_readable_links().ids)
        if not model.has_access('read'):
            return model
        if self.env['ir.rule']._compute_domain(self._name, 'read') == Domain.TRUE:
            return self
        return self._filtered_access('read')

    # Values out of bounds get a message instead of an error of Python or PostgreSQL

    @api.model
    @tools.ormcache()
    def _get_bounded_fields(self):
        """:return: dict: name → type, of our fields that users can fill in, and of some fields of core"""
        is_own = self._original_module == OUR_MODULE
        core_fields = CORE_FIELDS.get(self._name, ())
        return {
            name: field.type for name, field in self._fields.items()
            if field.type in TYPES and name not in models.MAGIC_COLUMNS
            and (is_own or field._modules[:1] == (OUR_MODULE,) or name in core_fields)}

    @api.model
    def _check_bounds(self, vals_list):
        """Methods that read dates or numbers from the values before ``create`` or ``write`` also call this check.

        :return: list: the values; core's texts that the program brings are shortened to fit
        :raises ValidationError: a value of our field has a wrong type or is out of bounds
        """
        bounded = self._get_bounded_fields()
        if not bounded:
            return vals_list
        # Incoming e-mails and calendar synchronisations have no reader of errors, and an error would stop the following records.
        fitted = CORE_FIELDS.get(self._name, ()) if self.env.su or self.env.context.get('dont_notify') else ()
        vals_list = [self._fit_texts(vals, bounded, fitted) for vals in vals_list]
        for vals in vals_list:
            for name in bounded.keys() & vals.keys() - set(fitted):
                value = vals[name]
                if value is False or value is None or value == '':
                    continue
                problem = self._find_problem(name, bounded[name], value)
                if problem:
                    title = self._fields[name]._description_string(self.env)
                    raise ValidationError(self.env._("«%(field)s»: %(problem)s", field=title, problem=problem))
        return vals_list

    @api.model
    def _fit_texts(self, vals, bounded, names):
        """:return: ``vals`` with the texts of ``names`` cut to the limit and without characters that cannot be stored"""
        changed = {}
        for name in vals.keys() & set(names):
            value = vals[name]
            if isinstance(value, str) and bounded[name] in ('char', 'text', 'html'):
                text = UNSTORABLE.sub('', value)[:LINE_LENGTH if bounded[name] == 'char' else TEXT_LENGTH]
                if text != value:
                    changed[name] = text
        return {**vals, **changed} if changed else vals

    @api.model
    def _find_problem(self, name, kind, value):
        """:return: message: what is wrong with the value; None if it is valid"""
        if kind in ('date', 'datetime'):
            return self._find_problem_of_date(kind, value)
        if kind in ('integer', 'float', 'monetary'):
            return self._find_problem_of_number(name, kind, value)
        return self._find_problem_of_text(kind, value)

    @api.model
    def _find_problem_of_date(self, kind, value):
        read = (fields.Date if kind == 'date' else fields.Datetime)
        try:
            day = value if isinstance(value, date) else getattr(read, f'to_{kind}')(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None:
            return self.env._("%(value)s is not a date.", value=str(value)[:50])
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return self.env._("the year %(year)s is out of range. Enter a date between %(first)s and %(last)s.",
                              year=day.year, first=FIRST_YEAR, last=LAST_YEAR)
        return None

    @api.model
    def _find_problem_of_number(self, name, kind, value):
        try:
            number = float(value) if isinstance(value, (int, float, str)) else math.nan
        except (ValueError, OverflowError):
            number = math.nan
        limit = LARGEST_INTEGER if kind == 'integer' else LARGEST
        if name in LENGTHS:
            limit = LONGEST
        if math.isnan(number):
            return self.env._("%(value)s is not a number.", value=str(value)[:50])
        if abs(number) > limit:
            return self.env._(
                "the number is too large. The maximum is %(limit)s.", limit=f'{limit:,}'.replace(',', '\N{NO-BREAK SPACE}'))
        return None

    @api.model
    def _find_problem_of_text(self, kind, value):
        # Another program may send a code as a number.
        if not isinstance(value, str | int | float if kind == 'char' else str):
            return self.env._("%(value)s is not a text.", value=str(value)[:50])
        text = str(value)
        limit = LINE_LENGTH if kind == 'char' else TEXT_LENGTH
        if len(text) > limit:
            return self.env._("the text is too long. The maximum is %(limit)s characters.", limit=limit)
        if UNSTORABLE.search(text):
            return self.env._("the text has characters that cannot be stored. Type it again.")
        return None

    # A month on its own is named in the nominative («листопад 2026»), not in the genitive of a full date

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        format_group = super()._web_read_group_groupby_formatter(groupby_spec, values)
        path, _colon, granularity = groupby_spec.partition(':')
        if granularity != 'month' or '.' in path or self._fields[path].type not in ('date', 'datetime'):
            return format_group
        locale = get_lang(self.env).code

        def name_month(value):
            group, domain = format_group(value)
            if not value:
                return group, domain
            # The value of a group is already the beginning of the month in the user's time zone.
            return (group[0], babel.dates.format_date(value, format='LLLL yyyy', locale=locale)), domain

        return name_month


def _get_ids(value):
    """:return: set of ids that the value of a relational field, or its commands, link to; invalid values are left to the ORM"""
    if isinstance(value, models.BaseModel):
        return set(value.ids)
    ids = []
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(item, dict):
            ids.append(item.get('id'))  # a record of a form, as onchange takes it
        elif not isinstance(item, (list, tuple)):
            ids.append(item)
        elif len(item) >= 2 and item[0] in (Command.LINK, Command.UPDATE):
            ids.append(item[1])
        elif len(item) == 3 and item[0] == Command.SET and isinstance(item[2], (list, tuple, set)):
            ids.extend(item[2])
    numbers = (int(id_) if isinstance(id_, str) and id_.isdecimal() else id_ for id_ in ids)
    return {id_ for id_ in numbers if isinstance(id_, int) and id_ and not isinstance(id_, bool)}
