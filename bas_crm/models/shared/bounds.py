import math
import re
from datetime import date

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

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
    """Values beyond all sense end in a message, not in an error of Python or PostgreSQL.

    The year 0026 is a slip of the hand, 1e300 comes from another program; both break dates, numbers and words far from where
    they are written. It stands at the border of all models, so that a new field is within bounds by itself.
    """

    _inherit = 'base'

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

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._check_bounds(vals_list))

    def write(self, vals):
        return super().write(self._check_bounds([vals])[0])

    def onchange(self, values, field_names, fields_spec):
        return super().onchange(self._check_bounds([values])[0], field_names, fields_spec)

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
