import re

from odoo import api, fields, models
from odoo.fields import Command

from ...tools.days import to_day
from ...tools.source_files.values import clean_text, parse_date
from .document_values import IMPORTANCES, check_dates, find_bases, read_state, set_authors, set_numbers
from .kind import ImportField

#: words for the types of events
TYPES = {
    **dict.fromkeys(('телефонний дзвінок', 'телефонный звонок', 'дзвінок', 'звонок', 'телефон', 'call', 'phone call',
                     'телефоннийдзвінок', 'телефонныйзвонок'), 'call'),
    **dict.fromkeys(('особиста зустріч', 'личная встреча', 'зустріч', 'встреча', 'личнаявстреча', 'meeting'), 'meeting'),
    **dict.fromkeys(('електронний лист', 'электронное письмо', 'лист', 'письмо', 'электронноеписьмо', 'e-mail', 'email'),
                    'email'),
    **dict.fromkeys(('повідомлення sms', 'сообщение sms', 'sms', 'смс', 'сообщениеsms', 'sms повідомлення'), 'sms'),
    **dict.fromkeys(('інше', 'прочее', 'інша', 'інша подія', 'прочее событие', 'другое', 'запис', 'запись', 'other', 'note',
                     'task'), 'other'),
}
DIRECTIONS = {
    **dict.fromkeys(('вхідна', 'вхідне', 'вхідний', 'входящее', 'входящий', 'входящая', 'incoming', 'inbound', 'in'), 'in'),
    **dict.fromkeys(('вихідна', 'вихідне', 'вихідний', 'исходящее', 'исходящий', 'исходящая', 'outgoing', 'outbound', 'out'),
                    'out'),
}
#: «Замовлення покупця 000012 від 05.02.2024 10:00:00»
_BASIS = re.compile(r'(?P<kind>.*?)\s*(?:№\s*)?(?P<number>\S*\d\S*)\s+(?:від|от)\s+(?P<day>\d{1,2}\.\d{1,2}\.\d{4})', re.DOTALL)
#: a contract and a lead in the basis of an event
_CONTRACT = re.compile(r'догов[іо]р', re.IGNORECASE)
_LEAD = re.compile(r'^\s*(?:лід|лид|lead)\s+', re.IGNORECASE)
#: kind of the source document → field of the event
BASE_FIELDS = {'order': 'order_id', 'work_order': 'order_id', 'contract': 'contract_id'}


class BasImportKindEvent(models.AbstractModel):
    """Events with their mirrors in the calendar. Nobody is invited or told."""

    _name = 'bas.import.kind.event'
    _inherit = 'bas.import.kind'
    _description = 'Events to Import'
    _kind = 'event'
    _target = 'bas.event'
    _import_order = 70
    _noted = ('basis',)

    @api.model
    def _get_title(self):
        return self.env._("Events")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'type': ImportField(self.env._("Type"), 'choice', target='event_type', choices=TYPES),
            'direction': ImportField(self.env._("Direction"), 'choice', target='direction', choices=DIRECTIONS),
            'subject': ImportField(self.env._("Subject"), target='subject'),
            'start': ImportField(self.env._("Beginning"), 'datetime', target='start', required=True),
            'finish': ImportField(self.env._("End"), 'datetime', target='stop'),
            'state': ImportField(self.env._("State"), 'reference', 'status_id', refers_to='bas.activity.status'),
            'importance': ImportField(self.env._("Importance"), 'choice', target='importance', choices=IMPORTANCES),
            'responsible': ImportField(self.env._("Responsible"), 'reference', 'user_id', refers_to='res.users'),
            'author': ImportField(self.env._("Author")),
            'counterparty': ImportField(self.env._("Counterparty"), 'reference', 'partner_id', refers_to='counterparty'),
            'contacts': ImportField(self.env._("Contacts"), 'text'),
            'basis': ImportField(self.env._("Source Document"), 'text'),
            'content': ImportField(self.env._("Content"), 'text'),
            'number': ImportField(self.env._("Number"), 'code'),
            'date': ImportField(self.env._("Registered on"), 'datetime'),
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, known):
        read_state(batch, row)
        super()._read_row(batch, row, known)
        values = row.values
        values.setdefault('start', values.get('date'))
        start, stop = values.get('start'), values.get('finish')
        if start and stop and stop <= start:
            # BAS gives many events an end at their beginning; such an event has the usual length.
            values.pop('finish')
            if stop < start:
                row.remark(self.env._("The event ends before it begins; it gets its usual length."))
        check_dates(self.env, row, known)
        if not values.get('subject'):
            content = (values.get('content') or '').strip().partition('\n')[0]
            types = dict(self.env['bas.event']._fields['event_type']._description_selection(self.env))
            values['subject'] = content[:100] or types[values.get('type') or 'call']

    @api.model
    def _get_keys(self, row):
        return [key for key in super()._get_keys(row) if key[0] != 'name']

    # ------------------------------------------------------------
    # With whom and about what
    # ------------------------------------------------------------

    @api.model
    def _before_write(self, batch):
        rows = batch.get_open_rows()
        set_numbers(batch, [row for row in rows if row.is_new], self._target, 'start')
        set_authors(batch, rows)
        self._find_contacts(batch, rows)
        self._find_documents(batch, rows)

    def _find_contacts(self, batch, rows):
        """Find whom the names of «Контакти» mean: a person, a counterparty or a lead."""
        lines = {row.id: self._split_lines(row.get('contacts')) for row in rows if row.get('contacts')}
        listed = {line for found in lines.values() for line in found if ',' in line}
        whole = {line for kind in ('counterparty', 'contact') for line, id_ in batch.find(kind, listed).items() if id_}
        names = {id_: list(dict.fromkeys(name for line in found for name in (
            [line] if line in whole else filter(None, map(clean_text, line.split(',')))))) for id_, found in lines.items()}
        texts = {name for found in names.values() for name in found}
        partners = {**batch.find('contact', texts), **{
            name: id_ for name, id_ in batch.find('counterparty', texts).items() if id_}}
        leads = batch.find('lead', {name for name in texts if not partners[name]})
        for row in rows:
            found = names.get(row.id, [])
            row.values['people'] = [(name, partners[name]) for name in found]
            row.values['lead'] = next((leads[name] for name in found if leads.get(name)), None)
            known = [id_ for _name, id_ in row.get('people') if id_]
            if known and not row.get('counterparty') and 'counterparty' not in row.pending:
                row.values['counterparty'] = known[0]

    def _split_lines(self, text):
        return list(filter(None, map(clean_text, re.split(r'[\n;]', text))))

    def _find_documents(self, batch, rows):
        """Find the order, the contract or the lead of «Документ підстава». What is not found stays as text in the content."""
        texts = {row.id: _BASIS.match(row.get('basis')) for row in rows if row.get('basis')}
        numbers = {number for match in texts.values() if match for number in self._get_numbers(match)}
        found = {}
        for name, model in (('order_id', 'sale.order'), ('contract_id', 'bas.contract')):
            domain = [('company_id', '=', batch.company.id), ('name', 'in', list(numbers))]
            for record in self.env[model].with_context(active_test=False).search(domain) if numbers else ():
                found.setdefault((name, record.name), []).append(record)
        find_bases(batch, rows)
        leads = {row.id: _LEAD.sub('', row.get('basis')).strip() for row in rows if _LEAD.match(row.get('basis') or '')}
        by_name = batch.find('lead', set(leads.values()))
        # Read together what is compared row by row.
        self.env['res.partner'].browse({row.get('counterparty') for row in rows} - {None}).mapped('commercial_partner_id')
        self.env['crm.lead'].browse({*by_name.values(), *(row.get('lead') for row in rows)} - {None}).mapped('counterparty_id')
        for row in rows:
            kind, id_ = row.get('base') or ('', None)
            row.values['documents'] = {BASE_FIELDS[kind]: id_} if kind in BASE_FIELDS else self._choose_document(
                row, texts.get(row.id), found)
            row.values['lead'] = (id_ if kind == 'lead' else by_name.get(leads.get(row.id))) or row.get('lead')

    def _get_numbers(self, match):
        """A number that was taken has its year, too, see ``set_numbers``."""
        return match['number'], f'{match["number"]}/{match["day"][-4:]}'

    def _choose_document(self, row, match, found):
        """:return: dict: field of the event → id of the document of that number and day, if it is of the same customer"""
        if not match:
            return {}
        name, day = 'contract_id' if _CONTRACT.search(match['kind']) else 'order_id', parse_date(match['day'])
        documents = [one for number in self._get_numbers(match) for one in found.get((name, number), ())]
        own = self.env['res.partner'].browse(row.get('counterparty') or ()).commercial_partner_id
        for document in documents:
            its = document.date if name == 'contract_id' else to_day(self.env, document.date_order)
            if its == day and (not own or document.partner_id.commercial_partner_id == own):
                return {name: document.id}
        return {}

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _prepare_values(self, batch, row):
        vals = {**super()._prepare_values(batch, row), **(row.get('documents') or {})}
        if row.get('lead'):
            lead = self.env['crm.lead'].browse(row.get('lead'))
            own = self.env['res.partner'].browse(row.get('counterparty') or ()).commercial_partner_id
            if not (own and lead.counterparty_id and lead.counterparty_id != own):
                vals['lead_id'] = lead.id
        is_found = row.get('documents') or row.get('lead')
        content = self._get_html_note(batch, row, 'content', noted=() if is_found else None)
        return {**vals, 'description': content} if content else vals

    @api.model
    def _prepare_new_values(self, batch, row):
        start, stop = row.get('start'), row.get('finish')
        stop = stop or start + self.env['bas.event']._get_usual_length(row.get('type') or 'call')
        category = 'done' if stop < fields.Datetime.now() else 'planned'
        vals = {
            **super()._prepare_new_values(batch, row), 'name': row.get('own_number'), 'company_id': batch.company.id,
            'stop': stop, 'user_id': row.get('author_id') or False,
            'status_id': self.env['bas.activity.status']._get(category).id}
        people = row.get('people') or []
        if people or row.get('counterparty'):
            people = people or [('', row.get('counterparty'))]
            vals['participant_ids'] = [
                Command.create({'partner_id': id_} if id_ else {'name': name}) for name, id_ in people]
        return vals

    @api.model
    def _get_created(self, row):
        return (row.get('date'), row.get('author_id'))

    @api.model
    def _get_source_of(self, target):
        sources = {'description': 'content', 'lead_id': 'contacts', 'order_id': 'basis', 'contract_id': 'basis'}
        return sources.get(target) or super()._get_source_of(target)

    @api.model
    def _get_parts(self):
        return super()._get_parts() | {'bas.event.participant.event_id'}
