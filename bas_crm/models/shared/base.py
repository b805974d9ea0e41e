import math
import re
from datetime import date

import babel.dates

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import get_lang

from ...tools.marks import mark, read_mark

#: links that tell nothing of a document: who and which company; their names are known to everybody who sells
OPEN_MODELS = {'res.users', 'res.company'}
#: whoever may not read employees reads their public side
PUBLIC_SIDES = {'hr.employee': 'hr.employee.public'}
OUR_MODULE = 'bas_crm'
#: what a firm can mean: years; amounts, which a float still counts to the coin; hours and days; characters of a line, a text
FIRST_YEAR, LAST_YEAR = 1900, 2200
LARGEST, LARGEST_INTEGER, LONGEST = 10 ** 13, 2 ** 31 - 1, 100_000
LINE_LENGTH, TEXT_LENGTH = 2000, 2_000_000
#: numbers of hours and days, from which dates are made
LENGTHS = frozenset(('duration', 'hours', 'validity_days', 'growth'))
#: what people write into core's fields on our screens, and what our numbers, searches and calendar read
CORE_FIELDS = {
    'sale.order': ('date_order', 'validity_date', 'commitment_date'),
    'calendar.event': ('start', 'stop', 'start_date', 'stop_date', 'duration', 'name', 'location'),
    'crm.lead': ('name', 'partner_name', 'contact_name', 'phone', 'email_from', 'expected_revenue', 'date_deadline'),
    'res.partner': ('name', 'phone', 'email', 'vat', 'company_registry', 'ref'),
}
UNSTORABLE = re.compile('[\x00\ud800-\udfff]')
TYPES = frozenset(('integer', 'float', 'monetary', 'date', 'datetime', 'char', 'text', 'html'))


class Base(models.AbstractModel):
    """Whoever sets a link of ours to a record must be able to read that record.

    A linked record is told by more than its rules allow: its name is read by the superuser, and so are related fields and
    stored computes. So no link is set to what its user may not read, by whichever way it comes in.
    """

    _inherit = 'base'

    @api.model_create_multi
    def create(self, vals_list):
        """:raises AccessError: a link of ours leads to what the user may not read
        :raises ValidationError: a value is beyond all sense
        """
        # What is copied are links of a record that the user may read.
        if not self._is_trusted() and not read_mark(self, 'copying_links') and self._has_strange_links(vals_list):
            for vals in vals_list:
                self.browse()._check_links(vals)
        return super().create(self._check_bounds(vals_list))

    def write(self, vals):
        """:raises AccessError: a link of ours leads to what the user may not read"""
        if not self._is_trusted():
            self._check_links(vals)
        return super().write(self._check_bounds([vals])[0])

    def copy(self, default=None):
        """:raises AccessError: a link of ours leads to what the user may not read; links of the original are taken over"""
        if self._is_trusted():
            return super().copy(default)
        self._check_links(default or {}, nested=True)
        return super(Base, mark(self, copying_links=True)).copy(default).with_env(self.env)

    def onchange(self, values, field_names, fields_spec):
        """:raises AccessError: a link of ours leads to what the user may not read, and the form would tell it"""
        if not self.env.su:
            self._check_links(values, nested=True)
        return super().onchange(self._check_bounds([values])[0], field_names, fields_spec)

    @api.model
    def default_get(self, fields_list):
        """Leave out what the context says of links of ours that the user may not read."""
        values = super().default_get(fields_list)
        if not self.env.su:
            for name in self._get_links():
                if values.get(name) and f'default_{name}' in self.env.context and not self._are_readable_links(name, values):
                    del values[name]
        return values

    @api.model
    @tools.ormcache('self._name', cache='stable')
    def _get_links(self):
        """:return: dict: name of a link of ours → model that it leads to"""
        is_own = self._original_module == 'bas_crm'
        return {
            name: field.comodel_name for name, field in self._fields.items()
            if field.type in ('many2one', 'many2many') and field.comodel_name not in OPEN_MODELS
            and (field.store or field.inverse)
            and ('bas_crm' in field._modules if is_own else set(field._modules) == {'bas_crm'})}

    @api.model
    def _has_strange_links(self, vals_list):
        """:return: bool: whether there is something to be looked at; of many records each link is asked once"""
        return any(
            linked - linked._get_readable_links() for linked in (
                self.env[model].browse(set().union(*(_get_ids(vals[name]) for vals in vals_list if vals.get(name))))
                for name, model in self._get_links().items()))

    def _is_trusted(self):
        return self.env.su or read_mark(self, 'by_program')

    def _check_links(self, vals, nested=False):
        """:param bool nested: look into the values of lines, too"""
        for name in self._get_links().keys() & vals.keys():
            if not self._are_readable_links(name, vals):
                field = self._fields[name].get_description(self.env, ['string'])['string']
                raise AccessError(self.env._(
                    "You have no access to what is chosen in «%(field)s» (%(document)s). Choose another, or ask a colleague "
                    "who has access.", field=field, document=self.env['ir.model']._get(self._name).name))
        for name, commands in vals.items() if nested else ():
            field = self._fields.get(name)
            if field is not None and field.type == 'one2many':
                self.env[field.comodel_name]._check_line_links(commands)

    @api.model
    def _check_line_links(self, commands):
        """Look into the lines of a document: the lines named must be readable, and so must what they are linked to."""
        lines = self.browse(_get_ids(commands))
        if self._original_module == 'bas_crm' and lines - lines._get_readable_links():
            raise AccessError(self.env._(
                "You have no access to these lines (%(document)s).", document=self.env['ir.model']._get(self._name).name))
        for command in commands if isinstance(commands, (list, tuple)) else ():
            values = command[2] if isinstance(command, (list, tuple)) and len(command) == 3 else command
            if isinstance(values, dict):
                self.browse(_get_ids([command]))._check_links(values, nested=True)

    def _are_readable_links(self, name, vals):
        """:return: bool: whether the user may read all records that ``vals`` put into a link, or they stand there already"""
        field = self._fields[name]
        records = self.env[field.comodel_name].browse(_get_ids(vals[name]))
        forbidden = records - records._get_readable_links()
        if not forbidden:
            return True
        # Compared as superuser: what stands there already tells nothing new.
        is_held = bool(self) and all(forbidden <= record[name]._origin for record in self.sudo())
        return is_held or self._is_known_link(name, forbidden, vals)

    def _is_known_link(self, name, records, vals):
        """Hook: links that the program sets itself and the screen sends back.

        :param records: what the user may not read
        :return: bool: whether they may stand in the link all the same
        """
        return False

    def _get_readable_links(self):
        """:return: those that the user may read; nothing is asked of the database where all are"""
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

    # Values beyond all sense end in a message, not in an error of Python or PostgreSQL

    @api.model
    @tools.ormcache()
    def _get_bounded_fields(self):
        """:return: dict: name → type, of the fields of this add-on that a person can fill in and a few of core's"""
        is_own = self._original_module == OUR_MODULE
        core_fields = CORE_FIELDS.get(self._name, ())
        return {
            name: field.type for name, field in self._fields.items()
            if field.type in TYPES and name not in models.MAGIC_COLUMNS
            and (is_own or field._modules[:1] == (OUR_MODULE,) or name in core_fields)}

    @api.model
    def _check_bounds(self, vals_list):
        """Called again by a method that reads dates or numbers of the values before it comes here.

        :return: list: the values; core's texts that a program brings are fitted in
        :raises ValidationError: a value of ours is of another kind than its field, or beyond all sense
        """
        bounded = self._get_bounded_fields()
        if not bounded:
            return vals_list
        # Where a letter or another calendar comes in, nobody reads a refusal, and one would stop all that come after it.
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
        """:return: ``vals`` in which the texts of ``names`` are cut and are without characters that cannot be stored"""
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
        """:return: what is wrong with the value, in words; None if nothing is"""
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
            return self.env._("%(value)s is no date.", value=str(value)[:50])
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return self.env._("the year %(year)s is none of a document. Write a date between %(first)s and %(last)s.",
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
            return self.env._("%(value)s is no number.", value=str(value)[:50])
        if abs(number) > limit:
            return self.env._(
                "the number is too large. The largest one is %(limit)s.", limit=f'{limit:,}'.replace(',', '\N{NO-BREAK SPACE}'))
        return None

    @api.model
    def _find_problem_of_text(self, kind, value):
        # Another program may send a code as a number.
        if not isinstance(value, str | int | float if kind == 'char' else str):
            return self.env._("%(value)s is no text.", value=str(value)[:50])
        text = str(value)
        limit = LINE_LENGTH if kind == 'char' else TEXT_LENGTH
        if len(text) > limit:
            return self.env._("the text is too long. It may have %(limit)s characters.", limit=limit)
        if UNSTORABLE.search(text):
            return self.env._("the text has characters that cannot be stored. Write it anew.")
        return None

    # A month that stands alone is named in the nominative («листопад 2026»), not in the genitive of a whole date

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
            # The value of a group is the beginning of the month by the user's clock already.
            return (group[0], babel.dates.format_date(value, format='LLLL yyyy', locale=locale)), domain

        return name_month


def _get_ids(value):
    """:return: set of ids that a value of a link, or its commands, put there; what is no value of one is left to the ORM"""
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
