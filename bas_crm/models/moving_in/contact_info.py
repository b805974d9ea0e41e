from odoo import api, models
from odoo.tools import email_normalize_all

from ...tools.phones import normalize_phones
from ...tools.source_files import ValueProblem
from ...tools.source_files.values import normal_name, parse_details, split_emails, split_phones
from .addresses import split_address
from .dependents import add_people
from .kind import ImportField
from .problems import explain_value


class BasImportKindContactInfo(models.AbstractModel):
    """The print «Контактна інформація»: phones, e-mails and people of counterparties, several rows for each."""

    _name = 'bas.import.kind.contact_info'
    _inherit = 'bas.import.kind'
    _description = 'Contact Data to Import'
    _kind = 'contact_info'
    _target = 'res.partner'
    _import_order = 25
    _decisive = ('partner',)
    _creates = False
    _is_shared = True

    @api.model
    def _get_title(self):
        return self.env._("Contact Data")

    @api.model
    def _get_fields(self):
        return {
            'counterparty': ImportField(self.env._("Counterparty"), 'reference', refers_to='counterparty', required=True),
            'contact': ImportField(self.env._("Contact Person")),
            'info_value': ImportField(self.env._("Contact Data"), 'text'),
            'phone': ImportField(self.env._("Phone"), 'phone'),
            'email': ImportField(self.env._("E-mail"), 'email'),
            'address': ImportField(self.env._("Address"), 'text'),
        }

    @api.model
    def _read_row(self, batch, row, fields):
        printed = self._read_print(row)
        super()._read_row(batch, row, fields)
        for name, found in printed.items():
            row.values[name] = [*(row.get(name) or []), *found] if name != 'address' else row.get('address') or found
        text = row.get('info_value') or ''
        for name, split in (('email', split_emails), ('phone', split_phones)):
            try:
                found = [str(value) for value in split(text)]
            except ValueProblem:
                continue
            if found:
                row.values[name] = [*(row.get(name) or []), *found]
                break
        else:
            if text:
                row.values.setdefault('address', text)

    def _read_print(self, row):
        """The print has one cell of several lines: the name of a person, or none if they are of the counterparty, and the data.

        :return: dict: field → what is found of it
        """
        details = parse_details(row.raw.get('contact', ''))
        if details['full_name'] and '\n' not in row.raw['contact'].strip():
            return {}  # a name and nothing else
        row.raw['contact'] = details['full_name']
        found = {'email': details['emails'], 'phone': [], 'address': next(iter(details['addresses']), '')}
        for text in details['phones']:
            try:
                found['phone'] += map(str, split_phones(text))
            except ValueProblem as problem:
                row.remark(explain_value(self.env, problem))
        return {name: value for name, value in found.items() if value}

    @api.model
    def _get_keys(self, row):
        return [('partner', row.get('counterparty'))] if row.get('counterparty') else []

    @api.model
    def _find_by_keys(self, batch, keys):
        return {('partner', id_): [int(id_)] for id_ in keys.get('partner', ())}

    @api.model
    def _after_write(self, batch):
        """Rows with a person are about the person, the others about the counterparty itself."""
        rows = batch.get_written_rows()
        owners = {}
        for row in rows:
            person = normal_name(row.get('contact'))
            owner = owners.setdefault((row.record, person), (row, {'phone': [], 'email': [], 'address': []}))[1]
            for name in ('phone', 'email'):
                owner[name] += row.get(name) or []
            owner['address'] += [row.get('address')] if row.get('address') else []
        for (record, person), (row, found) in owners.items():
            if person:
                row.values['people'] = [*(row.get('people') or []), {
                    'name': row.get('contact'), 'phones': found['phone'], 'emails': found['email']}]
            else:
                self._add_to(batch, row, record, found)
        add_people(batch, [row for row in rows if row.get('people')])

    def _add_to(self, batch, row, record, found):
        """Add numbers and e-mails that the counterparty does not have yet."""
        if (batch.cache['policies'].get('phone') or batch.session.policy) == 'create_only':
            return
        known = {'phone': set(normalize_phones(record.phone)), 'email': set(email_normalize_all(record.email))}
        split = {'phone': normalize_phones, 'email': email_normalize_all}
        vals = {}
        for name, values in (('phone', found['phone']), ('email', found['email'])):
            new = [value for value in dict.fromkeys(values) if not set(split[name](value)) <= known[name]]
            if new:
                vals[name] = ', '.join(filter(None, [record[name], *new]))
        if vals:
            batch.write_values(row, record, vals)
        if found['address']:
            batch.merge(row, record, split_address(found['address'][0]))
