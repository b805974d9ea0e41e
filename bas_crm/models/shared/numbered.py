from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.days import get_today, to_day

#: what core reads of a sequence to give a number
SEQUENCE_FIELDS = ('implementation', 'use_date_range', 'number_increment', 'prefix', 'suffix', 'padding', 'company_id')


class BasNumbered(models.AbstractModel):
    """A document whose ``name`` is the next number of the year in its company, unless a number is given."""

    _name = 'bas.numbered.mixin'
    _description = 'Document with a Number'
    #: the date field that decides which year the number belongs to
    _numbering_date_field = 'date'

    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        vals_list = [dict(vals) for vals in vals_list]
        self.env['res.company']._number_documents(self._name, [
            (self._get_numbering_company(vals).id, self._get_numbering_date(vals), vals)
            for vals in vals_list if not str(vals.get('name') or self._get_default_number(vals) or '').strip()])
        return super().create(vals_list)

    def _get_default_number(self, vals):
        """:return: the default number that the user has set, if the number may be typed at all; else a false value"""
        return 'name' not in vals and not self._fields['name'].readonly and self.default_get(['name']).get('name')

    def _get_numbering_company(self, vals):
        return self.env['res.company'].browse(
            vals.get('company_id') or self.default_get(['company_id']).get('company_id') or self.env.company.id)

    def _get_numbering_date(self, vals):
        """:return: the date that decides the year, in the user's time zone"""
        name = self._numbering_date_field
        value = vals.get(name) or self.default_get([name]).get(name)
        if value and self._fields[name].type == 'datetime':
            return to_day(self.env, fields.Datetime.to_datetime(value), self._get_numbering_company(vals))
        return fields.Date.to_date(value) or get_today(self.env, self._get_numbering_company(vals))


class ResCompany(models.Model):
    _inherit = 'res.company'

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_number_sequences()
        return companies

    def _get_numbered_models(self):
        """:return: dict: model → title of its sequence, followed by the name of the company"""
        return {
            'bas.commercial.offer': self.env._("Commercial Offers"),
            'bas.contract': self.env._("Contracts"),
            'bas.event': self.env._("Events"),
            'bas.sales.plan': self.env._("Sales Plans"),
            'bas.work.order': self.env._("Work Orders"),
            'bas.work.task': self.env._("Work Tasks"),
        }

    def _create_number_sequences(self):
        """Create a sequence for each company and kind of document. Numbers restart at 1 every year."""
        # System administrators create companies, but may have no rights on sequences.
        Sequence = self.env['ir.sequence'].sudo()
        models_titles = self._get_numbered_models()
        known = {(sequence.code, sequence.company_id) for sequence in Sequence.search(
            [('code', 'in', list(models_titles)), ('company_id', 'in', self.ids)])}
        Sequence.create([{
            'name': self.env._("%(documents)s of %(company)s", documents=title, company=company.name),
            'code': code,
            'company_id': company.id,
            'suffix': '/%(range_year)s',
            'padding': 4,
            'use_date_range': True,
        } for company in self for code, title in models_titles.items() if (code, company) not in known])

    @api.model
    def _number_documents(self, code, documents):
        """Put the next number of the year in its company into the values of each new document, as ``name``.

        :param str code: code of the sequence
        :param list documents: triples (id of the company, date, values)
        """
        by_year = defaultdict(list)
        for company_id, date, vals in documents:
            by_year[company_id, date.year].append((date, vals))
        for (company_id, _year), group in by_year.items():
            numbers = self.browse(company_id)._next_numbers(code, group[0][0], len(group))
            for (_date, vals), number in zip(group, numbers, strict=True):
                vals['name'] = number

    def _next_numbers(self, code, date, count):
        """Take numbers of the year of ``date``, in one query for any number of documents.

        :return: list of ``count`` strings
        """
        self.ensure_one()
        # Every user who may create a document may number it.
        Sequence = self.env['ir.sequence'].sudo()
        domain = [('code', '=', code), ('company_id', '=', self.id)]
        sequence = Sequence.search_fetch(domain, SEQUENCE_FIELDS, limit=1)
        if not sequence:
            self._create_number_sequences()
            sequence = Sequence.search_fetch(domain, SEQUENCE_FIELDS, limit=1)
        if sequence.implementation != 'standard' or not sequence.use_date_range:
            return [sequence.next_by_id(sequence_date=date) for _each in range(count)]
        year = sequence.env['ir.sequence.date_range'].search_fetch(
            [('sequence_id', '=', sequence.id), ('date_from', '<=', date), ('date_to', '>=', date)], ['date_from'], limit=1)
        year = year or sequence._create_date_range_seq(date)
        rows = self.env.execute_query(SQL(
            "SELECT nextval(%s) FROM generate_series(1, %s)", f'ir_sequence_{sequence.id:03}_{year.id:03}', count))
        sequence = sequence.with_context(ir_sequence_date_range=year.date_from)
        return [sequence.get_next_char(number) for number, in rows]


class IrSequence(models.Model):
    _inherit = 'ir.sequence'

    def _create_date_range_seq(self, date):
        """If two users ask for the first number of a year at once, the second waits, is retried and gets the next number."""
        if self.code in self.env['res.company']._get_numbered_models():
            # The update forces a serialization failure in the second transaction, so that the server retries it.
            self.env.cr.execute(SQL("UPDATE ir_sequence SET write_uid = write_uid WHERE id = %s", self.id))
        return super()._create_date_range_seq(date)
