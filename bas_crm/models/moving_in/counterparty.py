from odoo import api, models
from odoo.fields import Command
from odoo.tools import email_normalize_all

from ...tools.legal_forms import guess_kind
from ...tools.phones import normalize_phones
from ...tools.source_files import ValueProblem
from ...tools.source_files.values import normal_name, parse_bool, parse_code, parse_details
from .addresses import get_address_fields, split_address
from .dependents import add_dependents, find_tags
from .groups import check_groups, join_groups
from .kind import ImportField
from .partner_search import find_by_accounts, find_by_codes, find_by_contacts, find_by_names
from .problems import explain_value

#: words for the kinds of counterparty, Ukrainian, Russian and of EnterpriseData
KINDS = {
    **dict.fromkeys(('юридична особа', 'юрособа', 'юр. особа', 'юридическое лицо', 'юр. лицо', 'юрлицо', 'юридическоелицо', 'тов',
                     'юридична', 'юридическое', 'компанія', 'company'), 'legal_entity'),
    **dict.fromkeys(('фізична особа', 'фіз. особа', 'фізособа', 'физическое лицо', 'физ. лицо', 'физлицо', 'физическоелицо',
                     'фізична', 'физическое', 'individual', 'person'), 'individual'),
    **dict.fromkeys(('фоп', 'фізична особа-підприємець', 'фізична особа - підприємець', 'підприємець', 'спд', 'флп', 'ип',
                     'індивідуальний підприємець', 'индивидуальный предприниматель', 'предприниматель',
                     'физическое лицо-предприниматель', 'индивидуальныйпредприниматель'), 'entrepreneur'),
    **dict.fromkeys(('державний орган', 'государственный орган', 'государственныйорган', 'держорган'), 'government'),
}
#: fields of «Основні відомості» → fields of the list
DETAILS = {
    'full_name': 'full_name', 'ipn': 'ipn', 'edrpou': 'edrpou', 'vat_certificate': 'vat_certificate', 'document': 'document',
    'note': 'note', 'responsible': 'responsible',
}
LISTS = {'phones': 'phone', 'emails': 'email', 'websites': 'website', 'addresses': 'legal_address'}


class BasImportKindCounterparty(models.AbstractModel):
    """Counterparties: codes, contacts, groups as tags, addresses, accounts and the people of «Основні відомості»."""

    _name = 'bas.import.kind.counterparty'
    _inherit = 'bas.import.kind'
    _description = 'Counterparties to Import'
    _kind = 'counterparty'
    _target = 'res.partner'
    _import_order = 10
    _decisive = ('guid', 'code', 'edrpou', 'rnokpp', 'ipn', 'iban')
    _proposing = ('name', 'phone', 'email')
    _noted = ('vat_certificate', 'registration_number', 'document', 'birthday', 'sex', 'region', 'head')

    @api.model
    def _get_title(self):
        return self.env._("Counterparties")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'name': ImportField(self.env._("Name"), target='name', required=True),
            'full_name': ImportField(self.env._("Legal Name"), target='legal_name'),
            'edrpou': ImportField(self.env._("EDRPOU or RNOKPP"), 'code', target='company_registry'),
            'ipn': ImportField(self.env._("Tax Number"), 'code', target='vat'),
            'kind': ImportField(self.env._("Counterparty Kind"), 'choice', target='counterparty_type', choices=KINDS),
            'person_name': ImportField(self.env._("Name of the Person")),
            'is_customer': ImportField(self.env._("Customer"), 'bool', target='is_customer'),
            'is_supplier': ImportField(self.env._("Supplier"), 'bool', target='is_supplier'),
            'is_other': ImportField(self.env._("Other Relations"), 'bool', target='is_other_relation'),
            'group': ImportField(self.env._("Group"), 'text'),
            'phone': ImportField(self.env._("Phone"), 'phone', target='phone'),
            'email': ImportField(self.env._("E-mail"), 'email', target='email'),
            'website': ImportField(self.env._("Website"), target='website'),
            'legal_address': ImportField(self.env._("Legal Address"), 'text'),
            **get_address_fields(self.env),
            **self._get_other_fields(),
        }

    @api.model
    def _get_other_fields(self):
        return {
            'actual_address': ImportField(self.env._("Actual Address"), 'text'),
            'bank_account': ImportField(self.env._("Bank Account"), 'code'),
            'main_contact': ImportField(self.env._("Main Contact")),
            'source': ImportField(
                self.env._("Acquisition Source"), 'reference', 'acquisition_source_id', refers_to='utm.source', creates=True),
            'responsible': ImportField(self.env._("Responsible"), 'reference', 'user_id', refers_to='res.users'),
            'vat_certificate': ImportField(self.env._("VAT Certificate")),
            'registration_number': ImportField(self.env._("Registration Number")),
            'document': ImportField(self.env._("Document of the Person")),
            'birthday': ImportField(self.env._("Birthday")),
            'sex': ImportField(self.env._("Sex of the Person")),
            'head': ImportField(self.env._("Head Counterparty")),
            'note': ImportField(self.env._("Notes"), 'text'),
            'details_block': ImportField(self.env._("Basic Data of BAS"), 'text'),
            'contact_block': ImportField(self.env._("Contact Data of BAS"), 'text'),
            'created': ImportField(self.env._("Created on"), 'datetime'),
            'debt': ImportField(self.env._("Debt, for the Reconciliation"), 'number'),
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        self._read_details(row)
        self._read_kind_flag(row)
        super()._read_row(batch, row, fields)
        values = row.values
        values['name'] = values.get('name') or values.get('full_name') or values.get('person_name') or ''
        self._read_codes(batch, row)
        for name, value in split_address(values.get('legal_address')).items():
            values.setdefault(name, value)
        check_groups(row, self._get_groups(row), self.env)

    def _read_details(self, row):
        """Put the parts of «Основні відомості» where the list has no column of its own for them."""
        row.values['people'] = []
        for block in ('details_block', 'contact_block'):
            if not row.raw.get(block):
                continue
            details = parse_details(row.raw[block])
            for name, target in DETAILS.items():
                if details[name]:
                    row.raw.setdefault(target, details[name])
            for name, target in LISTS.items():
                if details[name]:
                    row.raw.setdefault(target, details[name][0] if target == 'legal_address' else '\n'.join(details[name]))
            if details['addresses'][1:] and details['addresses'][0] == row.raw['legal_address']:
                row.raw.setdefault('actual_address', details['addresses'][1])
            row.values['people'] += details['contacts']

    def _read_kind_flag(self, row):
        """A column «Це фізична особа» has yes and no."""
        try:
            is_person = parse_bool(row.raw.get('kind', ''))
        except ValueProblem:
            return
        if is_person is not None:
            row.raw.pop('kind')
            row.values['kind'] = 'individual' if is_person else 'legal_entity'

    def _read_codes(self, batch, row):
        """A code goes where its digits say it belongs: an ЄДРПОУ or РНОКПП, or an ІПН. A wrong one is kept with a remark."""
        values, codes = row.values, {}
        for name in ('edrpou', 'ipn'):
            text = values.pop(name, None)
            try:
                code = parse_code(text or '', values.get('edrpou_code', ''))
            except ValueProblem as problem:
                row.remark(explain_value(self.env, problem))
                values[name] = text
                continue
            if code:
                codes.setdefault(code.kind, code.text)
                values[f'{name}_code'] = code.text
        for kind in ('edrpou', 'rnokpp', 'passport'):
            if kind in codes:
                values.setdefault('edrpou', codes[kind])
        if 'ipn' in codes or ('rnokpp' in codes and values.get('vat_certificate')):
            values.setdefault('ipn', codes.get('ipn') or codes['rnokpp'])
        values['codes'] = codes

    def _guess_kind(self, row):
        codes, guessed = row.get('codes'), guess_kind(row.get('name')) or guess_kind(row.get('full_name'))
        if guessed or 'edrpou' in codes or 'ipn' in codes:
            return guessed or 'legal_entity'
        if row.raw.get('registration_number') and 'rnokpp' in codes:
            return 'entrepreneur'
        return 'individual' if 'rnokpp' in codes or 'passport' in codes or row.get('person_name') else 'legal_entity'

    def _get_groups(self, row):
        """:return: tuple of names of groups, the outermost first"""
        return join_groups(row.groups, [name.strip() for name in (row.get('group') or '').split('\n') if name.strip()])

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    @api.model
    def _get_keys(self, row):
        codes = row.get('codes') or {}
        account = ''.join((row.get('bank_account') or '').split()).upper()
        # The name as it stands in the list, for rows that refer to it by this name.
        name = normal_name(row.get('name'))
        return [
            *((type_, row.get(type_)) for type_ in ('guid', 'code') if row.get(type_)),
            *((type_, codes[type_]) for type_ in ('edrpou', 'rnokpp', 'ipn') if type_ in codes),
            *([('iban', account)] if len(account) == 29 else []),
            *([('name', name)] if name else []),
            *(('phone', phone) for phone in normalize_phones('\n'.join(row.get('phone') or ()))),
            *(('email', email) for email in email_normalize_all('\n'.join(row.get('email') or ()))),
        ]

    @api.model
    def _find_by_keys(self, batch, keys):
        return {
            **find_by_codes(batch, keys),
            **(find_by_accounts(batch, keys['iban']) if keys.get('iban') else {}),
            **find_by_contacts(batch, keys.get('phone') or set(), keys.get('email') or set()),
            **find_by_names(batch, keys.get('name') or set()),
        }

    @api.model
    def _find_by_names(self, batch, texts):
        names = {text: normal_name(text) for text in texts}
        found = find_by_names(batch, set(names.values()) - {''})
        result = {text: found['name', name] for text, name in names.items() if ('name', name) in found}
        for text, ids in result.items():
            if len(ids) > 1:
                exact = self.env['res.partner'].browse(ids).filtered(lambda partner, text=text: partner.name == text)
                result[text] = exact.ids if len(exact) == 1 else ids
        return result

    @api.model
    def _get_codes_of(self, records):
        return {partner.id: {
            'edrpou': partner.company_registry if len(partner.company_registry or '') == 8 else None,
            'rnokpp': partner.company_registry if len(partner.company_registry or '') == 10 else None,
            'ipn': partner.vat if len(partner.vat or '') == 12 else None} for partner in records}

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _prepare_values(self, batch, row):
        vals = super()._prepare_values(batch, row)
        for name in ('phone', 'email'):
            if vals.get(name):
                vals[name] = ', '.join(vals[name])
        if note := self._get_html_note(batch, row):
            vals['comment'] = note
        tags = batch.cache['tags'].get(self._get_groups(row))
        if tags:
            vals['category_id'] = [Command.link(tags)]
        return vals

    @api.model
    def _prepare_new_values(self, batch, row):
        return {**super()._prepare_new_values(batch, row), 'counterparty_type': self._guess_kind(row)}

    @api.model
    def _prepare_by_name(self, batch, name):
        return {'name': name, 'counterparty_type': guess_kind(name) or 'legal_entity'}

    @api.model
    def _get_created(self, row):
        return (row.get('created'), None)

    @api.model
    def _get_source_of(self, target):
        return {'category_id': 'group', 'comment': 'note'}.get(target) or super()._get_source_of(target)

    @api.model
    def _before_write(self, batch):
        find_tags(batch, {self._get_groups(row) for row in batch.get_open_rows()})

    @api.model
    def _after_write(self, batch):
        add_dependents(batch, batch.get_written_rows())

    @api.model
    def _get_parts(self):
        """A tag lists its counterparties, but does not use them."""
        return super()._get_parts() | {'res.partner.category.partner_ids'}
