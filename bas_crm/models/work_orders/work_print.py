from odoo import models

from ...tools.days import format_moment


class SaleOrder(models.Model):
    """The data of a work order's print; the parts that it shares with other prints are in ``bas.print.mixin``."""

    _inherit = 'sale.order'

    def _get_work_print(self):
        """:return: dict for the template ``bas_crm.report_work_order_document``, in the language of the document"""
        self.ensure_one()
        self._check_trade_totals('payment_invoice')
        doc = self._in_text_lang()
        firm, customer = doc.company_id.partner_id, doc.partner_id.commercial_partner_id
        totals = doc._get_trade_totals('payment_invoice')
        return {
            'doc': doc,
            'title': doc.env._("Work Order No. %(number)s of %(date)s", number=doc.name,
                               date=doc._format_date(doc._get_trade_date())),
            'parties': doc._get_work_terms(firm, customer),
            'table': doc._get_work_table(totals),
            'words': doc._get_amount_in_words(totals['total'], doc.currency_id),
            'vat_words': doc._get_vat_words(totals['tax'], doc.currency_id),
            'performers': doc._get_performers_table(),
            'signatures': [
                doc._get_print_signature(doc.env._("From the contractor"), firm),
                doc._get_print_signature(doc.env._("From the customer"), customer),
            ],
        }

    def _get_work_terms(self, firm, customer):
        """:return: list of (label, party or text) for the template ``print_parties``"""
        def at(moment):
            return moment and format_moment(self.env, moment, dt_format='dd.MM.yyyy HH:mm')

        return [(label, value) for label, value in (
            (self.env._("Contractor"), self._get_print_party(firm, self._get_print_account(), has_tax_status=True)),
            (self.env._("Ordered by"), self._get_print_party(customer)),
            (self.env._("Contract"), self._get_trade_basis()),
            (self.env._("Accepted on"), self._format_date(self._get_trade_date())),
            (self.env._("Start of works"), at(self.work_start)),
            (self.env._("Finish of works"), at(self.work_stop)),
        ) if value]

    def _get_work_table(self, totals):
        """:return: dict for the template ``print_lines``: works, goods and materials, each under a heading with its amount"""
        titles = {
            'work': self.env._("Works (services)"),
            'goods': self.env._("Goods"),
            'material': self.env._("Materials"),
        }
        is_included, currency = self._has_vat_included(), self.currency_id
        lines = self._get_trade_lines().filtered(lambda line: line.work_kind and not self._is_deduction(line))
        figures = self._get_trade_rows(lines)
        discounts = self._get_trade_discount_kind(figures)
        names, rows, number = self._get_trade_column_names('payment_invoice', discounts), [], 0
        for kind, title in titles.items():
            of_kind = lines.filtered(lambda line, kind=kind: line.work_kind == kind)
            if of_kind:
                amount = self._format_amount(sum(figures[line]['amount'] for line in of_kind), currency)
                rows.append({'kind': 'section', 'text': f'{title} — {amount}'})
            for line in of_kind:
                number += 1
                rows.append({'kind': 'line', 'cells': self._get_trade_cells(line, number, figures[line], names, discounts)})
        has_tax = not currency.is_zero(totals['tax'])
        return {
            'columns': self._get_trade_columns('payment_invoice', names, is_included if has_tax else None, discounts),
            'groups': self._group_print_rows(rows),
            'totals': self._get_trade_total_rows('payment_invoice', totals, is_included, figures),
        }

    def _get_performers_table(self):
        """:return: dict for the template ``print_lines``; without the performers' amounts, because the customer reads it"""
        return {
            'columns': [
                {'label': self.env._("No."), 'width': '6%', 'css': 'bas-center'},
                {'label': self.env._("Performer"), 'width': '76%', 'css': 'bas-text'},
                {'label': self.env._("Hours"), 'width': '18%', 'css': 'bas-number'},
            ],
            'groups': self._group_print_rows([{
                'kind': 'line', 'cells': [str(number), performer._get_print_name(), performer._get_print_hours()],
            } for number, performer in enumerate(self.performer_ids, 1)]),
            'totals': [],
        }
