import xlsxwriter

from odoo import fields, models

from ...tools.workbook import make_workbook
from .matrix import OBJECT_MODELS

#: index of the sheet's row with the dates of the columns; figures begin two rows below
HEADER_ROW = 2
FIRST_ROW = HEADER_ROW + 2


class BasSalesPlan(models.Model):
    """Export of the table to an xlsx file, which users edit and import again (see ``bas.sales.plan.import``).

    Column A, hidden, holds the key of the row. Then follow the names of its object: name, code, variant, order. Then each
    column of the plan: quantity, price and amount, or the amount only. The amount is a formula if there is a quantity. The
    row ``HEADER_ROW`` holds the dates of the columns as date values.
    """

    _inherit = 'bas.sales.plan'

    def action_export_xlsx(self):
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/bas_crm/sales_plan/{self.id}/xlsx', 'target': 'download'}

    def _get_xlsx(self):
        """:return: bytes of the file"""
        self.ensure_one()
        return make_workbook(self._write_xlsx)

    def _write_xlsx(self, book):
        sheet, styles, matrix = book.add_worksheet(self.env._("Plan")), self._get_xlsx_styles(book), self._get_matrix()
        heads = self._get_xlsx_heads(matrix)
        self._write_xlsx_head(sheet, styles, matrix, heads)
        names = self._get_xlsx_names([row['key'] for row in matrix['rows']])
        for number, row in enumerate(matrix['rows'], FIRST_ROW):
            names[row['key']]['uom'] = row['uom']  # unit of the row, which may differ from the product's
            self._write_xlsx_row(sheet, styles, matrix, number, row, [names[row['key']][head] for head, _label in heads])
        self._write_xlsx_totals(sheet, styles, matrix, len(heads))

    def _get_xlsx_styles(self, book):
        places = '0' * self.currency_id.decimal_places
        amount = f'#,##0.{places}' if places else '#,##0'
        return {
            'title': book.add_format({'bold': True, 'font_size': 14}),
            'head': book.add_format({'bold': True, 'bg_color': '#EDEDF2', 'border': 1, 'text_wrap': True, 'align': 'center'}),
            'date': book.add_format({'bold': True, 'bg_color': '#EDEDF2', 'border': 1, 'align': 'center', 'num_format': {
                'quarter': 'mm.yyyy', 'month': 'mmm yyyy'}.get(self.granularity, 'dd.mm.yyyy')}),
            'text': book.add_format({}),
            'quantity': book.add_format({'num_format': '#,##0.###'}),
            'price_unit': book.add_format({'num_format': '#,##0.00'}),
            'amount': book.add_format({'num_format': amount}),
            'total': book.add_format({'num_format': amount, 'bold': True, 'top': 1}),
            'total_quantity': book.add_format({'num_format': '#,##0.###', 'bold': True, 'top': 1}),
        }

    def _get_xlsx_heads(self, matrix):
        """:return: list of (name, label): the columns with the names of a row's object"""
        heads = [('name', matrix['row_parts'][0])]
        if self.dimension == 'product':
            heads.append(('code', self.env._("Internal Reference")))
        elif self.dimension == 'manager':
            heads.append(('code', self.env._("Login")))
        heads += [('variant', self.env._("Product Variant"))] if self.by_variant else []
        heads += [('order', self.env._("Customer Order"))] if self.by_order else []
        return heads + ([('uom', self.env._("Unit"))] if self.by_quantity else [])

    def _get_xlsx_measures(self):
        """:return: list of (name, label): the figures of each column of the plan"""
        labels = {'quantity': self.env._("Quantity"), 'price_unit': self.env._("Price"), 'amount': self.env._("Sum")}
        return list(labels.items()) if self.by_quantity else [('amount', labels['amount'])]

    def _write_xlsx_head(self, sheet, styles, matrix, heads):
        sheet.set_column(0, 0, None, None, {'hidden': True})
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, len(heads), 16)
        sheet.write_string(0, 1, f"{self.display_name}, {self.currency_id.name}", styles['title'])
        sheet.write_string(HEADER_ROW, 0, 'key')
        for position, (_name, label) in enumerate(heads, 1):
            sheet.merge_range(HEADER_ROW, position, HEADER_ROW + 1, position, label, styles['head'])
        measures = self._get_xlsx_measures()
        for index, column in enumerate(matrix['columns']):
            for offset, (_name, label) in enumerate(measures):
                position = len(heads) + 1 + index * len(measures) + offset
                # The date is repeated above each of its measures, so that it remains when columns are moved or hidden.
                sheet.write_datetime(HEADER_ROW, position, fields.Datetime.to_datetime(column['date']), styles['date'])
                sheet.write_string(HEADER_ROW + 1, position, label, styles['head'])
        sheet.set_column(len(heads) + 1, len(heads) + len(measures) * len(matrix['columns']) + 2, 13)
        sheet.freeze_panes(FIRST_ROW, len(heads) + 1)

    def _write_xlsx_row(self, sheet, styles, matrix, number, row, texts):
        sheet.write_string(number, 0, row['key'])
        for position, text in enumerate(texts, 1):
            sheet.write_string(number, position, text or '', styles['text'])
        measures = self._get_xlsx_measures()
        for index, column in enumerate(matrix['columns']):
            position = len(texts) + 1 + index * len(measures)
            quantity, price, amount = row['cells'].get(column['date'], [0.0, row['prices'].get(column['date'], 0.0), 0.0])
            if not self.by_quantity:
                if amount:
                    sheet.write_number(number, position, amount, styles['amount'])
                continue
            if quantity:
                sheet.write_number(number, position, quantity, styles['quantity'])
            if price:
                sheet.write_number(number, position + 1, price, styles['price_unit'])
            self._write_xlsx_amount(sheet, styles, number, position, quantity, amount)

    def _write_xlsx_amount(self, sheet, styles, number, position, quantity, amount):
        if quantity or not amount:
            cell, price = (xlsxwriter.utility.xl_rowcol_to_cell(number, position + offset) for offset in (0, 1))
            sheet.write_formula(
                number, position + 2, f'=ROUND({cell}*{price},{self.currency_id.decimal_places})', styles['amount'], amount)
        else:
            sheet.write_number(number, position + 2, amount, styles['amount'])

    def _write_xlsx_totals(self, sheet, styles, matrix, shift):
        measures = self._get_xlsx_measures()
        last = FIRST_ROW + len(matrix['rows'])
        sheet.write_string(last, 1, self.env._("Total"), styles['total'])
        for index, column in enumerate(matrix['columns']):
            for offset, (name, _label) in enumerate(measures):
                if name != 'price_unit' and matrix['rows']:
                    position = shift + 1 + index * len(measures) + offset
                    first, end = (xlsxwriter.utility.xl_rowcol_to_cell(row, position) for row in (FIRST_ROW, last - 1))
                    value = sum(row['cells'].get(column['date'], [0, 0, 0])[0 if name == 'quantity' else 2]
                                for row in matrix['rows'])
                    sheet.write_formula(last, position, f'=SUM({first}:{end})',
                                        styles['total' if name == 'amount' else 'total_quantity'], value)

    # ------------------------------------------------------------
    # Names
    # ------------------------------------------------------------

    def _get_xlsx_names(self, keys):
        """:return: dict: key → dict: ``name``, ``code``, ``variant``, ``order``, ``uom``, in the form that a file has them"""
        own, names = self._get_dimension_field(), {}
        rows = {row['key']: row for row in self._prepare_rows(keys)}
        parsed = {key: self._parse_key(key) for key in rows}
        # sudo: everybody who may read a plan sees the names of its objects.
        records = {field: self.env[OBJECT_MODELS[field]].sudo() for field in (own, 'product_id', 'order_id')}
        known = {field: {record.id: record for record in model.browse({values[field] for values in parsed.values()} - {False})}
                 for field, model in records.items()}
        for key, values in parsed.items():
            value, variant, order = (known[field].get(values[field], model) for field, model in records.items())
            names[key] = {
                'name': (value.complete_name if own == 'categ_id' else value.name) or self.env._("Without a manager"),
                'code': self._get_code(value, variant),
                'variant': self._get_variant_name(variant),
                'order': order.name or '',
                'uom': rows[key]['uom'],
            }
        return names

    def _get_code(self, value, variant):
        if self.dimension == 'product':
            return variant.default_code or value.default_code or ''
        return value.login or '' if self.dimension == 'manager' else ''

    def _get_variant_name(self, variant):
        """:return: str: attribute values of a variant; with the product's name in a plan by category or manager"""
        values = variant.product_template_attribute_value_ids._get_combination_name()
        if self.dimension == 'product':
            return values or ''
        return f"{variant.name} ({values})" if values else variant.name or ''
