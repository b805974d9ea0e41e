from odoo import models


class BasImportTable(models.Model):
    _inherit = 'bas.import.table'

    def _get_hints(self):
        """:return: list of texts: what this list lacks, and how BAS adds it"""
        found = set(self.column_ids.filtered('field_name').mapped('field_name'))
        return [text for fields, text in self._get_hint_texts().get(self.kind, []) if not found & set(fields)]

    def _get_hint_texts(self):
        """:return: dict: kind → list of (fields, text that is shown when the list has none of them)"""
        _ = self.env._
        manager = ('responsible',), _(
            "There is no manager: add the column «Responsible» to the list, or the records stay without one.")
        customer = ('counterparty', 'edrpou'), _(
            "It is not said whose the rows are: add the column «Counterparty» to the list.")
        return {
            'counterparty': [
                (('phone', 'email', 'details_block', 'contact_block'),
                 _("There are no phones and no e-mails: in BAS's list, switch on the column «Key information», it holds all of "
                   "them.")),
                (('edrpou', 'ipn', 'guid', 'code'),
                 _("There are no codes: add «EDRPOU» and «IPN», otherwise counterparties are recognised by their names only.")),
                manager,
            ],
            'contact': [
                customer,
                (('phone', 'email', 'details_block'),
                 _("There are no phones: the print «Contact information» of BAS has them, add it to the files.")),
            ],
            'contract': [customer, (('date',), _("There is no date: add the column «Date».")),
                         (('payment_term',), _("There is no payment term: add the column «Customer's payment term»."))],
            'bank_account': [customer],
            'item': [
                (('article', 'code', 'guid', 'barcode'),
                 _("There is no article and no code: items are recognised by their names only.")),
                (('unit',), _("There is no unit: the items get «Units».")),
            ],
            'price': [(('pricelist',), _("There is no kind of price: the prices go into the company's price list."))],
            'order': [
                (('counterparty',), _("There is no customer: add the column «Customer».")),
                (('state',), _("There is no stage: the orders get the first one.")),
                manager,
            ],
            'work_order': [(('counterparty',), _("There is no customer: add the column «Customer».")), manager],
            'event': [
                (('contacts', 'counterparty'), _("It is not said with whom: add the column «Contacts».")),
                (('content',), _("There is no text: add the column «Content».")),
                manager,
            ],
            'task': [(('performer',), _("There is no performer: add the column «Performer»."))],
            'lead': [
                (('phone', 'email', 'details_block'), _("There are no phones: switch on the column «Key information».")),
                manager,
            ],
            'sale': [
                (('cost',), _("There is no cost: the managers' profit of these months stays unknown.")),
                manager,
                (('item', 'article'), _("There are no items: a plan by items cannot be filled from these sales.")),
            ],
            'debt': [(('due', 'overdue_days', 'overdue'), _("There is no due day: none of these debts will be overdue."))],
        }
