from odoo import api, models

from ...tools.days import get_today
from ...tools.source_files.values import clean_text
from .contract_terms import choose_payment_terms, choose_pricelists, read_payment_days
from .document_values import check_company
from .kind import ImportField

#: words for the kinds of contract, Ukrainian, Russian and of EnterpriseData
KINDS = {
    **dict.fromkeys(('з покупцем', 'с покупателем', 'спокупателем', 'покупець', 'customer'), 'customer'),
    **dict.fromkeys(('з постачальником', 'с поставщиком', 'споставщиком', 'постачальник', 'supplier'), 'supplier'),
    **dict.fromkeys(('з комітентом', 'с комитентом', 'скомитентом', 'з комітентом на закупівлю', 'с комитентом на закупку',
                     'скомитентомназакупку'), 'consignor'),
    **dict.fromkeys(('з комісіонером', 'с комиссионером', 'скомиссионером', 'з комісіонером на закупівлю',
                     'с комиссионером на закупку', 'скомиссионеромназакупку'), 'agent'),
    **dict.fromkeys(('інше', 'прочее', 'інший', 'прочий', 'other'), 'other'),
}


class BasImportKindContract(models.AbstractModel):
    """Contracts: in force, or expired where their term is over."""

    _name = 'bas.import.kind.contract'
    _inherit = 'bas.import.kind'
    _description = 'Contracts to Import'
    _kind = 'contract'
    _target = 'bas.contract'
    _import_order = 30
    _decisive = ('guid', 'code', 'contract')

    @api.model
    def _get_title(self):
        return self.env._("Contracts")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'counterparty': ImportField(
                self.env._("Counterparty"), 'reference', 'partner_id', required=True, refers_to='counterparty'),
            'name': ImportField(self.env._("Name")),
            'number': ImportField(self.env._("Contract Number")),
            'date': ImportField(self.env._("Date"), 'date', target='date'),
            'end': ImportField(self.env._("In Force until"), 'date', target='date_end'),
            'kind': ImportField(self.env._("Contract Kind"), 'choice', target='contract_type', choices=KINDS),
            'currency': ImportField(self.env._("Currency"), 'reference', 'currency_id', refers_to='res.currency'),
            'pricelist': ImportField(
                self.env._("Price List"), 'reference', 'pricelist_id', refers_to='product.pricelist', creates=True),
            'payment_term': ImportField(self.env._("Payment Terms"), 'reference', 'payment_term_id',
                                        refers_to='account.payment.term'),
            'amount': ImportField(self.env._("Contract Amount"), 'number', target='amount_limit'),
            'responsible': ImportField(self.env._("Responsible"), 'reference', 'user_id', refers_to='res.users'),
            'company': ImportField(self.env._("Company")),
            'is_main': ImportField(self.env._("Main"), 'bool'),
            'debt': ImportField(self.env._("Debt, for the Reconciliation"), 'number'),
            'note': ImportField(self.env._("Comment"), 'text'),
            **self._get_noted_fields(),
        }

    @api.model
    def _get_noted_fields(self):
        """:return: dict as of :meth:`_get_fields`: what has no place of its own here and becomes a comment"""
        return {
            'units': ImportField(self.env._("Settlement in Conventional Units"), 'bool'),
            'discount': ImportField(self.env._("Kind of Discount")),
            'supplier_pricelist': ImportField(self.env._("Supplier's Kind of Prices")),
            'supplier_payment_term': ImportField(self.env._("Payment Term to the Supplier")),
            'credit_limit': ImportField(self.env._("Limit of the Debt")),
            'service': ImportField(self.env._("Service Contract"), 'bool'),
        }

    @api.model
    def _read_row(self, batch, row, fields):
        super()._read_row(batch, row, fields)
        values = row.values
        read_payment_days(row)
        values['title'] = values.get('number') or values.get('name') or ''
        if not values['title']:
            row.error(self.env._("The contract has neither a number nor a name."))
        if not values.get('date'):
            row.remark(self.env._("The contract has no date; it gets the day of the import."))
        check_company(batch, row)

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    @api.model
    def _get_keys(self, row):
        keys = [(type_, row.get(type_)) for type_ in ('guid', 'code') if row.get(type_)]
        title, date = row.get('title').casefold(), row.get('date')
        owner = clean_text(row.raw['counterparty']).casefold() if 'counterparty' in row.pending else row.get('counterparty')
        if owner and title:
            keys.append(('contract', f'{owner}/{date.year if date else ""}/{title}'))
        return [*keys, *([('name', title)] if title else [])]

    @api.model
    def _find_by_keys(self, batch, keys):
        owners = {int(owner) for key in keys.get('contract', ()) for owner in [key.partition('/')[0]] if owner.isdecimal()}
        found = {}
        for contract in self.env['bas.contract'].with_context(active_test=False).search_fetch(
                [('partner_id', 'in', list(owners)), ('company_id', '=', batch.company.id)],
                ['name', 'date', 'partner_id', 'active']) if owners else ():
            for year in (contract.date.year, ''):
                key = f'{contract.partner_id.id}/{year}/{contract.name.casefold()}'
                found.setdefault(('contract', key), []).append(contract.id)
        return found

    @api.model
    def _find_by_names(self, batch, texts):
        """BAS names a contract by its name, or «№ … від …»."""
        found = {}
        for contract in self.env['bas.contract'].search([('name', 'in', list(texts)), ('company_id', '=', batch.company.id)]):
            found.setdefault(contract.name, []).append(contract.id)
        return found

    @api.model
    def _get_key_title(self, type_):
        return self.env._("number") if type_ == 'contract' else super()._get_key_title(type_)

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _prepare_values(self, batch, row):
        vals = {**super()._prepare_values(batch, row), 'name': row.get('title')}
        known = self._get_fields_once(batch)
        noted = {known[name].label: row.get(name) for name in self._get_noted_fields() if row.get(name)}
        if (name := row.get('name')) and row.get('number') and row.get('number') not in name:
            noted[known['name'].label] = name
        lines = [label if value is True else f'{label}: {value}' for label, value in noted.items()]
        if noted:
            row.remark(self.env._("Becomes a comment: %s.", ', '.join(noted)))
        note = '\n'.join(filter(None, [row.get('note'), *lines]))
        return {**vals, 'note': note} if note else vals

    @api.model
    def _prepare_new_values(self, batch, row):
        today = get_today(self.env, batch.company)
        has_ended = row.get('end') and row.get('end') < today
        # The company's template is for contracts that are made here; an imported one was signed with another text.
        vals = {
            'company_id': batch.company.id, 'state': 'expired' if has_ended else 'active', 'date': today, 'template_id': False}
        return {**super()._prepare_new_values(batch, row), **vals}

    @api.model
    def _before_write(self, batch):
        """What BAS knows of a contract and Odoo keeps apart: price lists in its currency, terms of so many days."""
        choose_pricelists(batch)
        choose_payment_terms(batch)

    @api.model
    def _get_parts(self):
        return super()._get_parts() | {'account.payment.term.line.payment_id'}

    @api.model
    def _after_write(self, batch):
        for row in batch.get_written_rows():
            contract = row.record
            partner = contract.partner_id.with_company(batch.company)
            if row.get('is_main') and contract.state == 'active' and contract.contract_type == 'customer':
                batch.merge(row, partner, {'main_contract_id': contract.id})

    @api.model
    def _before_delete(self, records):
        """A contract in force cannot be deleted; one that is made by a mistaken import is none."""
        records._program_write({'state': 'draft'})
