"""What belongs to a counterparty: groups as tags, addresses, bank accounts and people."""
from odoo import models

from ...tools.marks import read_mark
from ...tools.phones import normalize_phones
from ...tools.source_files.values import normal_name
from .addresses import split_address


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _message_log(self, **kwargs):
        """Core logs each bank account in the history of its owner; an import and its undo leave nothing there."""
        if read_mark(self, 'importing'):
            return self.env['mail.message']
        return super()._message_log(**kwargs)

    def _handle_first_contact_creation(self):
        """Core gives the address of the first contact to a firm without one; here both addresses are those of the file."""
        if not read_mark(self, 'importing'):
            super()._handle_first_contact_creation()


# ------------------------------------------------------------
# Groups
# ------------------------------------------------------------

def find_tags(batch, paths):
    """Find, or in an import create, the tags of groups.

    :param set paths: tuples of names, the outermost group first
    """
    known = batch.cache['tags']
    known[()] = False
    for depth in range(1, max(map(len, paths), default=0) + 1):
        level = sorted({path[:depth] for path in paths if len(path) >= depth and path[:depth - 1] in known})
        tags = batch.env['res.partner.category'].with_context(active_test=False).search(
            [('name', 'in', [path[-1] for path in level])])
        existing = {(tag.name, tag.parent_id.id): tag.id for tag in reversed(tags)}
        new = []
        for path in level:
            found = existing.get((path[-1], known[path[:-1]]))
            known.update({path: found} if found else {})
            new += [] if found else [path]
        created = batch.create_records('res.partner.category', [
            (None, {'name': path[-1], 'parent_id': known[path[:-1]]}) for path in new])
        known.update({path: tag.id for path, tag in zip(new, created, strict=True) if tag})


# ------------------------------------------------------------
# Addresses, accounts and people
# ------------------------------------------------------------

def add_dependents(batch, rows):
    """Add the actual address, the bank account and the people of rows to their counterparties, unless they are there."""
    rows = [row for row in rows if any(map(row.get, ('actual_address', 'bank_account', 'people', 'main_contact')))]
    if not rows:
        return
    partners = batch.env['res.partner'].browse({row.record.id for row in rows})
    children = batch.env['res.partner'].with_context(active_test=False).search([('parent_id', 'in', partners.ids)])
    children = children.with_context(active_test=True).grouped('parent_id')
    _add_addresses(batch, rows, children)
    _add_accounts(batch, rows, partners)
    add_people(batch, rows, children)


def _add_addresses(batch, rows, children):
    pairs, seen = [], set()
    for row in rows:
        known = children.get(row.record, batch.env['res.partner']).filtered(lambda child: child.type == 'actual')
        if row.get('actual_address') and not known and row.record not in seen:
            seen.add(row.record)
            pairs.append((row, {'parent_id': row.record.id, 'type': 'actual', **split_address(row.get('actual_address'))}))
    batch.create_records('res.partner', pairs)


def _add_accounts(batch, rows, partners):
    accounts = batch.env['res.partner.bank'].with_context(active_test=False).search([('partner_id', 'in', partners.ids)])
    known = {(account.partner_id, account.sanitized_acc_number) for account in accounts}
    pairs = []
    for row in rows:
        number = ''.join((row.get('bank_account') or '').split()).upper()
        if number and (row.record, number) not in known:
            known.add((row.record, number))
            pairs.append((row, {'partner_id': row.record.id, 'acc_number': number}))
    batch.create_records('res.partner.bank', pairs)


def add_people(batch, rows, children=None):
    """Add people to the counterparties of rows: ``row.values['people']``, as ``parse_details`` gives them."""
    if children is None:
        children = batch.env['res.partner'].search([('parent_id', 'in', [row.record.id for row in rows])]).grouped('parent_id')
    pairs, seen = [], set()
    for row in rows:
        known = {normal_name(child.name): child for child in children.get(row.record, ()) if child.name}
        people = row.get('people') or []
        if row.get('main_contact') and normal_name(row.get('main_contact')) not in {normal_name(one['name']) for one in people}:
            people = [*people, {'name': row.get('main_contact')}]
        for person in people:
            name, vals = normal_name(person['name']), _prepare_person(person)
            if name in known:
                batch.merge(row, known[name], {key: value for key, value in vals.items() if key != 'name'})
            elif (row.record, name) not in seen:
                seen.add((row.record, name))
                pairs.append((row, {**vals, 'parent_id': row.record.id, 'type': 'contact'}))
    batch.create_records('res.partner', pairs)


def _prepare_person(person):
    """:param dict person: see ``parse_details``"""
    phones = person.get('phones') or ()
    vals = {
        'name': person['name'],
        'phone': ', '.join(number for text in phones for number in normalize_phones(text) or [text]),
        'email': ', '.join(person.get('emails') or ()),
        'website': next(iter(person.get('websites') or ()), ''),
    }
    return {name: value for name, value in vals.items() if value}
