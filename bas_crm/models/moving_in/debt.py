from datetime import timedelta

from odoo import api, models

from ...tools.source_files.values import clean_text
from .document_values import check_company
from .figures import convert, get_figure_key
from .kind import ImportField
from .partner_search import find_owner

#: what a row is of, beside its sums
SUBJECTS = ('counterparty', 'edrpou', 'contract', 'order', 'document', 'document_number', 'document_date', 'settlement_type',
            'company', 'currency', 'due')
#: kinds of contract whose debts are on payable accounts
PAYABLE = ('supplier', 'consignor')


class BasImportKindDebt(models.AbstractModel):
    """Opening debts: lines of one draft journal entry, which an accountant posts. Plus is what they owe us."""

    _name = 'bas.import.kind.debt'
    _inherit = 'bas.import.kind'
    _description = 'Opening Debts to Import'
    _kind = 'debt'
    _target = 'account.move.line'
    _import_order = 95
    _decisive = ('guid', 'code', 'figure')
    _also_keeps = ('account.move',)

    @api.model
    def _get_title(self):
        return self.env._("Opening Debts")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'counterparty': ImportField(self.env._("Counterparty"), 'reference', refers_to='counterparty', required=True),
            'edrpou': ImportField(self.env._("EDRPOU or RNOKPP"), 'code'),
            'contract': ImportField(self.env._("Contract")),
            'order': ImportField(self.env._("Order")),
            'document': ImportField(self.env._("Document of the Debt")),
            'document_kind': ImportField(self.env._("Kind of the Document")),
            'document_number': ImportField(self.env._("Number of the Document"), 'code'),
            'document_date': ImportField(self.env._("Date of the Document"), 'date'),
            'settlement_type': ImportField(self.env._("Settlement Type")),
            'company': ImportField(self.env._("Company")),
            'debt': ImportField(self.env._("Their Debt"), 'number'),
            'our_debt': ImportField(self.env._("Our Debt"), 'number'),
            'advance': ImportField(self.env._("Their Advance"), 'number'),
            'amount': ImportField(self.env._("Sum"), 'number'),
            'amount_currency': ImportField(self.env._("Sum in the Currency"), 'number'),
            'currency': ImportField(self.env._("Currency"), 'reference', refers_to='res.currency'),
            'due': ImportField(self.env._("Due Date"), 'date'),
            'overdue_days': ImportField(self.env._("Days Overdue"), 'integer'),
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        find_owner(batch, row)
        super()._read_row(batch, row, fields)
        check_company(batch, row)
        row.values['figure'] = get_figure_key(batch, row, SUBJECTS)
        sums = [row.get(name) or 0 for name in ('debt', 'our_debt', 'advance', 'amount')]
        row.values['net'] = batch.session._get_net_debt(*sums)
        if not row.problems and not row.get('net') and not row.get('amount_currency'):
            row.is_skipped = True
            row.remark(self.env._("There is no debt in this row."))

    @api.model
    def _get_keys(self, row):
        return [*super()._get_keys(row), ('figure', row.get('figure'))]

    @api.model
    def _get_company_domain(self, batch):
        return [('company_id', '=', batch.company.id)]

    # ------------------------------------------------------------
    # Lines of the entry
    # ------------------------------------------------------------

    @api.model
    def _before_write(self, batch):
        day = batch.session._get_opening_day()
        rows = batch.get_open_rows()
        contracts = self._find_contracts(batch, rows)
        for row in rows:
            owner = self.env['res.partner'].browse(row.get('counterparty')).commercial_partner_id.with_company(batch.company)
            key = (owner.id, clean_text(row.get('contract') or '').casefold())
            self._fill_line(batch, row, owner, contracts.get(key), day)
            self._check_known(row)
        self._open_entry(batch, day)

    def _find_contracts(self, batch, rows):
        """:return: dict: (id of a counterparty, name in small letters) → contract"""
        owners = self.env['res.partner'].browse({row.get('counterparty') for row in rows if row.get('counterparty')})
        contracts = self.env['bas.contract'].with_context(active_test=False).search([
            ('partner_id', 'in', owners.commercial_partner_id.ids), ('company_id', '=', batch.company.id)])
        return {(one.partner_id.id, name.casefold()): one for one in contracts for name in (one.name, one.display_name)}

    def _fill_line(self, batch, row, owner, contract, day):
        row.values['balance'] = batch.company.currency_id.round(self._get_balance(batch, row, day))
        is_payable = self._is_payable(row, owner, contract)
        account = owner.property_account_payable_id if is_payable else owner.property_account_receivable_id
        if not account and not row.pending:
            row.error(self.env._("The company has no accounts of debts. Ask the accountant to load its chart of accounts."))
        overdue = row.get('overdue_days')
        row.values.update(
            account=account.id, contract_name=contract.display_name if contract else row.get('contract') or '',
            due_day=row.get('due') or (day - timedelta(days=overdue) if overdue and 0 < overdue < 40_000 else False))

    def _get_balance(self, batch, row, day):
        """:return: float: the debt in the company's currency"""
        net, in_currency = row.get('net'), row.get('amount_currency')
        is_foreign = row.get('currency') not in (None, batch.company.currency_id.id)
        if is_foreign and net and in_currency:
            return net
        row.values['net_currency'] = net or in_currency
        return convert(batch, row, net or in_currency, day)

    def _is_payable(self, row, owner, contract):
        """:return: bool: whether the debt is one of purchases: by the contract, else by what the counterparty is"""
        if contract:
            return contract.contract_type in PAYABLE
        if owner.is_supplier != owner.is_customer:
            return owner.is_supplier
        return bool(row.get('our_debt')) and row.get('balance') < 0

    def _check_known(self, row):
        """A debt that is in an entry already is the accountant's: it is not changed here."""
        line = row.record
        if line and not line.company_currency_id.is_zero(line.balance - row.get('balance')):
            row.error(self.env._(
                "The debt is already in the entry «%(entry)s» with another sum. Correct it there.",
                entry=line.move_id.display_name))

    @api.model
    def _prepare_new_values(self, batch, row):
        balance, currency = row.get('balance'), row.get('currency') or batch.company.currency_id.id
        is_own = currency == batch.company.currency_id.id
        in_currency = balance if is_own else row.get('net_currency') or row.get('amount_currency')
        document = row.get('document') or ' '.join(filter(None, (
            row.get('document_kind'), row.get('document_number'), row.raw.get('document_date')))) or self.env._("Opening debt")
        return {
            **super()._prepare_new_values(batch, row),
            'move_id': batch.cache['entry'].get('id'), 'account_id': row.get('account'),
            'partner_id': self.env['res.partner'].browse(row.get('counterparty')).commercial_partner_id.id,
            'name': ' · '.join(filter(None, (document, row.get('contract_name')))),
            'currency_id': currency, 'amount_currency': in_currency, 'balance': balance, 'date_maturity': row.get('due_day'),
        }

    @api.model
    def _find_kept(self, session, records):
        """A posted entry stays: an accountant has taken it over."""
        reason = self.env._("The entry is posted: an accountant has to reverse it.")
        posted = records.filtered(
            lambda record: (record if records._name == 'account.move' else record.move_id).state != 'draft')
        return {**super()._find_kept(session, records), **dict.fromkeys(posted.ids, reason)}
