from odoo import api, models
from odoo.tools import email_normalize_all

from ...tools.phones import normalize_phones
from ...tools.source_files.values import normal_name, parse_details
from .addresses import get_address_fields, split_address
from .counterparty import LISTS
from .kind import ImportField
from .partner_search import find_by_contacts


class BasImportKindContact(models.AbstractModel):
    """Contact persons of counterparties; without a counterparty, people on their own."""

    _name = 'bas.import.kind.contact'
    _inherit = 'bas.import.kind'
    _description = 'Contact Persons to Import'
    _kind = 'contact'
    _target = 'res.partner'
    _import_order = 20
    _decisive = ('guid', 'code', 'person')
    _proposing = ('phone', 'email')
    _noted = ('roles', 'birthday', 'document', 'sex', 'region', 'group', 'state')

    @api.model
    def _get_title(self):
        return self.env._("Contact Persons")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'name': ImportField(self.env._("Name"), target='name', required=True),
            'first_name': ImportField(self.env._("First Name")),
            'middle_name': ImportField(self.env._("Patronymic")),
            'last_name': ImportField(self.env._("Surname")),
            'counterparty': ImportField(self.env._("Counterparty"), 'reference', 'parent_id', refers_to='counterparty'),
            'position': ImportField(self.env._("Position"), target='function'),
            'phone': ImportField(self.env._("Phone"), 'phone', target='phone'),
            'email': ImportField(self.env._("E-mail"), 'email', target='email'),
            'website': ImportField(self.env._("Website"), target='website'),
            'address': ImportField(self.env._("Address"), 'text'),
            **get_address_fields(self.env),
            **self._get_other_fields(),
        }

    @api.model
    def _get_other_fields(self):
        return {
            'source': ImportField(
                self.env._("Acquisition Source"), 'reference', 'acquisition_source_id', refers_to='utm.source', creates=True),
            'responsible': ImportField(self.env._("Responsible"), 'reference', 'user_id', refers_to='res.users'),
            'roles': ImportField(self.env._("Roles")),
            'birthday': ImportField(self.env._("Birthday")),
            'sex': ImportField(self.env._("Sex of the Person")),
            'group': ImportField(self.env._("Group")),
            'state': ImportField(self.env._("State of the Person")),
            'document': ImportField(self.env._("Document of the Person")),
            'note': ImportField(self.env._("Notes"), 'text'),
            'details_block': ImportField(self.env._("Basic Data of BAS"), 'text'),
            'created': ImportField(self.env._("Created on"), 'datetime'),
        }

    @api.model
    def _read_row(self, batch, row, fields):
        if row.raw.get('details_block'):
            details = parse_details(row.raw['details_block'])
            for name, target in LISTS.items():
                if details[name]:
                    target = 'address' if target == 'legal_address' else target
                    row.raw.setdefault(target, details[name][0] if target == 'address' else '\n'.join(details[name]))
        super()._read_row(batch, row, fields)
        if not row.get('name'):
            row.values['name'] = ' '.join(filter(None, map(row.get, ('last_name', 'first_name', 'middle_name'))))
        for name, value in split_address(row.get('address')).items():
            row.values.setdefault(name, value)

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    @api.model
    def _get_keys(self, row):
        name, owner = normal_name(row.get('name')), row.get('counterparty')
        if 'counterparty' in row.pending:
            owner = normal_name(row.raw['counterparty'])
        return [
            *((type_, row.get(type_)) for type_ in ('guid', 'code') if row.get(type_)),
            *([('person', f'{owner}/{name}')] if owner and name else []),
            *([('name', name)] if name else []),
            *([] if owner else (('phone', phone) for phone in normalize_phones('\n'.join(row.get('phone') or ())))),
            *([] if owner else (('email', email) for email in email_normalize_all('\n'.join(row.get('email') or ())))),
        ]

    @api.model
    def _find_by_keys(self, batch, keys):
        """A person is known by the name within its counterparty; people on their own are proposed by phone or e-mail."""
        found = find_by_contacts(batch, keys.get('phone') or set(), keys.get('email') or set())
        owners = {int(owner) for key in keys.get('person', ()) for owner in [key.partition('/')[0]] if owner.isdecimal()}
        for person in self.env['res.partner'].with_context(active_test=False).search_fetch(
                [('parent_id', 'in', list(owners)), ('name', '!=', False)], ['name', 'parent_id', 'active']) if owners else ():
            found.setdefault(('person', f'{person.parent_id.id}/{normal_name(person.name)}'), []).append(person.id)
        return found

    @api.model
    def _get_key_title(self, type_):
        return self.env._("name") if type_ == 'person' else super()._get_key_title(type_)

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
        return vals

    @api.model
    def _prepare_new_values(self, batch, row):
        return {**super()._prepare_new_values(batch, row), 'is_company': False, 'type': 'contact'}

    @api.model
    def _get_created(self, row):
        return (row.get('created'), None)

    @api.model
    def _get_source_of(self, target):
        return 'note' if target == 'comment' else super()._get_source_of(target)
