from odoo import api, models

from ...tools.marks import read_mark
from .kind import ImportField
from .partner_search import find_owner

#: place of the main account among those of its owner; others have the usual one
FIRST = 1


class ResPartnerBank(models.Model):
    _inherit = 'res.partner.bank'

    def unlink(self):
        """Core archives an account instead of deleting it. An undo deletes one that it has created, and that nobody uses."""
        if read_mark(self, 'importing'):
            return models.Model.unlink(self)
        return super().unlink()


class BasImportKindBankAccount(models.AbstractModel):
    """Bank accounts of counterparties."""

    _name = 'bas.import.kind.bank_account'
    _inherit = 'bas.import.kind'
    _description = 'Bank Accounts to Import'
    _kind = 'bank_account'
    _target = 'res.partner.bank'
    _import_order = 35
    _decisive = ('guid', 'code', 'account')
    _noted = ('name', 'mfo')

    @api.model
    def _get_title(self):
        return self.env._("Bank Accounts")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'number': ImportField(self.env._("Account Number"), 'code', required=True),
            'counterparty': ImportField(
                self.env._("Counterparty"), 'reference', 'partner_id', required=True, refers_to='counterparty'),
            'bank': ImportField(self.env._("Bank"), 'reference', 'bank_id', refers_to='res.bank', creates='unasked'),
            'currency': ImportField(self.env._("Currency"), 'reference', 'currency_id', refers_to='res.currency'),
            'edrpou': ImportField(self.env._("EDRPOU or RNOKPP"), 'code'),
            'is_main': ImportField(self.env._("Main"), 'bool'),
            'name': ImportField(self.env._("Name")),
            'mfo': ImportField(self.env._("MFO of the Bank"), 'code'),
        }

    @api.model
    def _read_row(self, batch, row, fields):
        find_owner(batch, row)
        super()._read_row(batch, row, fields)

    @api.model
    def _get_keys(self, row):
        number = self._clean_number(row)
        owner = row.raw['counterparty'].strip().casefold() if 'counterparty' in row.pending else row.get('counterparty')
        return [
            *((type_, row.get(type_)) for type_ in ('guid', 'code') if row.get(type_)),
            *([('account', f'{owner}/{number}')] if number and owner else []),
        ]

    def _clean_number(self, row):
        return ''.join((row.get('number') or '').split()).upper()

    @api.model
    def _find_by_keys(self, batch, keys):
        numbers = [key.partition('/')[2] for key in keys.get('account', ())]
        found = {}
        for account in self.env['res.partner.bank'].with_context(active_test=False).search(
                [('sanitized_acc_number', 'in', numbers), ('company_id', 'in', (False, batch.company.id))]) if numbers else ():
            found.setdefault(('account', f'{account.partner_id.id}/{account.sanitized_acc_number}'), []).append(account.id)
        return found

    @api.model
    def _get_key_title(self, type_):
        return self.env._("account number") if type_ == 'account' else super()._get_key_title(type_)

    @api.model
    def _prepare_values(self, batch, row):
        number = self._clean_number(row)
        # Odoo keeps a number as it is written for people, in groups of four: that is no change.
        is_known = row.record and row.record.sanitized_acc_number == number
        vals = {**super()._prepare_values(batch, row), **({} if is_known else {'acc_number': number})}
        if row.get('is_main'):
            vals['sequence'] = FIRST
        # An IBAN has the MFO in it.
        noted = [name for name in self._noted if (row.get(name) or '') not in number]
        if note := self._get_note(batch, row, noted=noted):
            vals['note'] = note
        return vals

    @api.model
    def _get_source_of(self, target):
        return {'sequence': 'is_main', 'note': 'name', 'acc_number': 'number'}.get(target) or super()._get_source_of(target)
