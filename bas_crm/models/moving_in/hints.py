from odoo import models

from ...tools.source_files.periods import is_month


class BasImportTable(models.Model):
    _inherit = 'bas.import.table'

    def _get_hints(self):
        """:return: list of texts: what this list lacks, and how BAS adds it"""
        found = set(self.column_ids.filtered('field_name').mapped('field_name'))
        if self.period_begins and is_month(self.period_begins, self.period_ends):
            found.add('date')
        return [text for fields, text in self._get_hint_texts().get(self.kind, []) if not found & set(fields)]

    def _get_hint_texts(self):
        """:return: dict: kind → list of (fields, text that is shown when the list has none of them)"""
        return {**self._get_catalogue_hints(), **self._get_document_hints()}

    def _get_manager_hint(self):
        return [['responsible'], self.env._(
            "There is no manager: add the column «Responsible» to the list, or the records stay without one.")]

    def _get_customer_hint(self):
        return [['counterparty', 'edrpou'], self.env._(
            "It is not said whose the rows are: add the column «Counterparty» to the list.")]

    def _get_sale_hints(self):
        return [
            [['cost', 'profit'], self.env._("There is no cost: the managers' profit of these months stays unknown.")],
            self._get_manager_hint(),
            [['date', 'document'], self.env._(
                "There is neither a month nor a day: in the settings of BAS's report, add a grouping by month.")],
            [['item', 'article'], self.env._("There are no items: a plan by items cannot be filled from these sales.")],
            self._get_vat_hint(),
        ]

    def _get_plan_hints(self):
        return [
            [['item', 'category', 'responsible'], self.env._(
                "There are neither items nor managers: each plan becomes one sum. BAS's list of plans has no more; the rows are "
                "in the file of its processing of XML data.")],
            [['period'], self.env._("There is no period of the columns: the plans are by months.")],
        ]

    def _get_vat_hint(self):
        return [['vat_amount'], self.env._(
            "Sales before the move are without VAT. If the sums of the list include it, add the column «VAT amount», or the "
            "revenue will be too high.")]

    def _get_catalogue_hints(self):
        return {
            'counterparty': [
                [['phone', 'email', 'details_block', 'contact_block'], self.env._(
                    "There are no phones and no e-mails: in BAS's list, switch on the column «Key information», it holds all of "
                    "them.")],
                [['edrpou', 'ipn', 'guid', 'code'], self.env._(
                    "There are no codes: add «EDRPOU» and «IPN», otherwise counterparties are recognised by their names only.")],
                self._get_manager_hint(),
            ],
            'contact': [self._get_customer_hint(), [['phone', 'email', 'details_block'], self.env._(
                "There are no phones: the print «Contact information» of BAS has them, add it to the files.")]],
            'contract': [
                self._get_customer_hint(),
                [['date'], self.env._("There is no date: add the column «Date».")],
                [['payment_term'], self.env._("There is no payment term: add the column «Customer's payment term».")],
            ],
            'bank_account': [self._get_customer_hint()],
            'item': [
                [['article', 'code', 'guid', 'barcode'], self.env._(
                    "There is no article and no code: items are recognised by their names only.")],
                [['unit'], self.env._("There is no unit: the items get «Units».")],
            ],
            'price': [[['pricelist'], self.env._("There is no kind of price: the prices go into the company's price list.")]],
        }

    def _get_document_hints(self):
        customer = [['counterparty'], self.env._("There is no customer: add the column «Customer».")]
        return {
            'order': [
                customer, [['state'], self.env._("There is no stage: the orders get the first one.")], self._get_manager_hint()],
            'work_order': [customer, self._get_manager_hint()],
            'event': [
                [['contacts', 'counterparty'], self.env._("It is not said with whom: add the column «Contacts».")],
                [['content'], self.env._("There is no text: add the column «Content».")],
                self._get_manager_hint(),
            ],
            'task': [[['performer'], self.env._("There is no performer: add the column «Performer».")]],
            'lead': [
                [['phone', 'email', 'details_block'], self.env._(
                    "There are no phones: switch on the column «Key information».")],
                self._get_manager_hint(),
            ],
            'sale': self._get_sale_hints(),
            'shipment': [self._get_vat_hint()],
            'plan': self._get_plan_hints(),
            'debt': [[['due', 'overdue_days', 'overdue'], self.env._(
                "There is no due day: none of these debts will be overdue.")]],
        }
