import re
from datetime import date, datetime

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date
from odoo.tools.translate import code_translations

from ...models.sales_plans.xlsx import HEADER_ROW
from ...tools.workbook import MAX_ROWS, BadWorkbook, LargeWorkbook, read_workbook

#: formats of a date typed as text
ISO_DAY, DAY = re.compile(r'(\d{4})-(\d\d?)-(\d\d?)(?: [0:]+)?'), re.compile(r'(\d\d?)[./](\d\d?)[./](\d{4})')


class BasSalesPlanImport(models.TransientModel):
    """Reading an xlsx file, saved by any program, into a table of texts and values."""

    _inherit = 'bas.sales.plan.import'

    def _read_table(self):
        """:return: dict: ``title`` of the sheet; ``languages`` (list of codes, those of the headings first); ``rows``, dicts of
            ``number`` in the file, ``key``, ``names``, and ``cells``: (date, measure) → (letter of the column, value);
            ``problems`` of rows that cannot be read

        :raise UserError: the file is not an export of such a plan
        """
        title, table = self._open()
        plan = self.plan_id
        heads = [name for name, _label in plan._get_xlsx_heads(plan._get_matrix_frame())]
        dates, labels = (table[row] if len(table) > row else () for row in (HEADER_ROW, HEADER_ROW + 1))
        positions = self._get_positions(dates, labels) if dates and dates[0] == 'key' else {}
        if not positions:
            raise UserError(self.env._(
                "The file has no table of such a plan. Export this plan, change that file and import it."))
        rows, problems = [], []
        for number, values in enumerate(table[HEADER_ROW + 2:], HEADER_ROW + 3):
            row = self._read_row(number, values, heads, positions)
            if row['key'] or any(row['names'].values()):
                rows.append(row)
            elif any(value not in (None, '') for __, value in row['cells'].values()):
                problems.append((number, self.env._("row %(number)s: figures without a name", number=number)))
        return {'title': title, 'languages': self._get_languages(labels), 'rows': self._drop_total(rows), 'problems': problems}

    def _read_row(self, number, values, heads, positions):
        # a file without the dimension element has rows of different length
        names = {head: self._to_text(values[position]) for position, head in enumerate(heads, 1) if position < len(values)}
        cells = {place: (get_column_letter(position + 1), values[position])
                 for place, position in positions.items() if position < len(values)}
        return {'number': number, 'key': self._to_text(values[0] if values else None), 'names': names, 'cells': cells}

    def _drop_total(self, rows):
        totals = self._get_terms("Total")
        return [row for row in rows if row['key'] or row['names'].get('name', '').casefold() not in totals]

    def _open(self):
        """:return: (title of the sheet, list of rows)"""
        try:
            return read_workbook(self._get_content())
        except LargeWorkbook:
            raise UserError(self.env._(
                "The file has more than %(count)s rows. Divide it, and import the parts.", count=MAX_ROWS)) from None
        except BadWorkbook as error:
            raise UserError(self.env._(
                "The file cannot be read: it is damaged, protected or not an xlsx file. Export the plan, change that "
                "file and import it.")) from error

    def _to_text(self, value):
        return '' if value is None else str(value).replace('\0', '').strip()

    # ------------------------------------------------------------
    # Headings
    # ------------------------------------------------------------

    def _get_positions(self, dates, labels):
        """:return: dict: (date, measure) → position in a row
        :raise UserError: the file has columns of other dates, or headings that are not dates; names them"""
        columns, positions, others, strange = set(self.plan_id._get_columns()), {}, [], []
        terms, day = self._get_measure_terms(), None
        for position, label in enumerate(labels):
            measure = terms.get(self._to_text(label).casefold())
            value = dates[position] if position < len(dates) else None
            # merged cells: one date is valid for all measures of its column
            day = day if value is None else self._read_day(value)
            if not measure:
                continue
            if not day:
                strange.append(f"{get_column_letter(position + 1)}{HEADER_ROW + 1}")
            elif day not in columns:
                others.append(day)
            elif (day, measure) in positions:
                strange.append(f"{get_column_letter(position + 1)}{HEADER_ROW + 2}")
            positions[day, measure] = position
        if others:
            raise UserError(self.env._(
                "The plan has no column for %(dates)s, but the file has.",
                dates=", ".join(format_date(self.env, other) for other in dict.fromkeys(others))))
        if strange:
            raise UserError(self.env._(
                "Nothing was imported. These headings are not dates of the plan, or are repeated: %(cells)s.",
                cells=", ".join(strange)))
        return positions

    def _read_day(self, value):
        """:return: date, or None if the heading is not a date"""
        if isinstance(value, datetime | date):
            return value.date() if isinstance(value, datetime) else value  # a day: a cell has no time zone
        if isinstance(value, int | float) and not isinstance(value, bool):
            try:
                return from_excel(value).date()  # a day: of a cell
            except (AttributeError, OverflowError, ValueError):
                return None
        text = self._to_text(value)
        written, turned = ISO_DAY.fullmatch(text), DAY.fullmatch(text)
        parts = written.groups() if written else turned.groups()[::-1] if turned else None
        try:
            return parts and date(*map(int, parts))
        except ValueError:
            return None

    # ------------------------------------------------------------
    # Languages
    # ------------------------------------------------------------

    def _get_installed(self):
        """:return: list of codes of the installed languages, that of the user first"""
        installed = [code for code, __ in self.env['res.lang'].get_installed()]
        return list(dict.fromkeys([self.env.lang or 'en_US', *installed]))

    def _get_terms(self, *sources):
        """:return: dict: translation in any installed language, in lower case → source term"""
        languages = {*self._get_installed(), 'uk_UA'}
        return {
            text.casefold(): source for source in sources for text in (
                source, *(code_translations.get_python_translations('bas_crm', code).get(source, source) for code in languages))}

    def _get_measure_terms(self):
        """:return: dict: heading in lower case → measure"""
        sources = {label: name for name, label in self.plan_id.with_context(lang='en_US')._get_xlsx_measures()}
        return {text: sources[source] for text, source in self._get_terms(*sources).items()}

    def _get_languages(self, labels):
        """:return: list of codes: languages of the headings, then that of the user, then the others"""
        written = {self._to_text(label) for label in labels}

        def is_written_in(code):
            return any(label in written for __, label in self.plan_id.with_context(lang=code)._get_xlsx_measures())

        return sorted(self._get_installed(), key=lambda code: not is_written_in(code))
