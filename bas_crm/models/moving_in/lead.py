from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import email_normalize_all

from ...tools.phones import normalize_phones
from ...tools.source_files.values import clean_text, parse_details
from .addresses import get_address_fields, split_address
from .counterparty import LISTS
from .document_values import check_dates
from .kind import ImportField
from .lead_values import CLOSED, PRIORITIES, RESULTS, STAGES


class BasImportKindLead(models.AbstractModel):
    """Leads with their states and results. Nothing is converted: a customer is the counterparty that the file names."""

    _name = 'bas.import.kind.lead'
    _inherit = 'bas.import.kind'
    _description = 'Leads to Import'
    _kind = 'lead'
    _target = 'crm.lead'
    _noted = ('address', 'region', 'next_contact')
    # Events are about leads, so leads come before them.
    _import_order = 55
    _proposing = ('phone', 'email')

    @api.model
    def _get_title(self):
        return self.env._("Leads")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'name': ImportField(self.env._("Name"), target='name', required=True),
            'full_name': ImportField(self.env._("Legal Name"), target='partner_name'),
            'edrpou': ImportField(self.env._("EDRPOU or RNOKPP"), 'code', target='company_registry'),
            'contact': ImportField(self.env._("Contact Person"), target='contact_name'),
            'last_name': ImportField(self.env._("Surname")),
            'position': ImportField(self.env._("Position"), target='function'),
            'phone': ImportField(self.env._("Phone"), 'phone', target='phone'),
            'email': ImportField(self.env._("E-mail"), 'email', target='email_from'),
            'website': ImportField(self.env._("Website"), target='website'),
            'details_block': ImportField(self.env._("Basic Data of BAS"), 'text'),
            'address': ImportField(self.env._("Address"), 'text'),
            **get_address_fields(self.env),
            **self._get_sales_fields(),
            'tags': ImportField(self.env._("Tags"), 'text'),
            'note': ImportField(self.env._("Notes"), 'text'),
            'created': ImportField(self.env._("Created on"), 'datetime'),
        }

    @api.model
    def _get_sales_fields(self):
        return {
            'state': ImportField(self.env._("State"), 'reference', refers_to='crm.stage'),
            'result': ImportField(self.env._("Result"), 'choice', choices=RESULTS),
            'reason': ImportField(self.env._("Reason"), 'reference', refers_to='crm.lost.reason', creates=True),
            'counterparty': ImportField(self.env._("Counterparty"), 'reference', 'partner_id', refers_to='counterparty'),
            'source': ImportField(
                self.env._("Acquisition Source"), 'reference', 'source_id', refers_to='utm.source', creates=True),
            'medium': ImportField(self.env._("Medium"), 'reference', 'medium_id', refers_to='utm.medium', creates=True),
            'campaign': ImportField(self.env._("Campaign"), 'reference', 'campaign_id', refers_to='utm.campaign', creates=True),
            'responsible': ImportField(self.env._("Responsible"), 'reference', 'user_id', refers_to='res.users'),
            'amount': ImportField(self.env._("Amount"), 'number', target='expected_revenue'),
            'close_date': ImportField(self.env._("Expected Closing"), 'date', target='date_deadline'),
            'next_contact': ImportField(self.env._("Next Contact")),
            'priority': ImportField(self.env._("Priority"), 'choice', target='priority', choices=PRIORITIES),
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        self._read_details(row)
        self._read_state(row)
        super()._read_row(batch, row, fields)
        values = row.values
        if values.get('last_name'):
            values['contact'] = ' '.join(filter(None, (values['last_name'], values.get('contact'))))
        names = (*map(values.get, ('name', 'full_name', 'contact')), *(values.get('phone') or ()), *(values.get('email') or ()))
        values['name'] = next(filter(None, names), '')
        for name, value in split_address(values.pop('address', None)).items():
            values.setdefault(name, value)
        check_dates(self.env, row, fields)

    def _read_details(self, row):
        """Put the parts of «Основні відомості» where the list has no column of its own for them."""
        row.values['people'] = []
        if not row.raw.get('details_block'):
            return
        details = parse_details(row.raw['details_block'])
        row.raw.setdefault('name', details['full_name'])
        for name in ('edrpou', 'note', 'responsible'):
            if details[name]:
                row.raw.setdefault(name, details[name])
        for name, target in LISTS.items():
            if details[name]:
                target = 'address' if target == 'legal_address' else target
                row.raw.setdefault(target, details[name][0] if target in ('address', 'website') else '\n'.join(details[name]))
        row.values['people'] = details['contacts']

    def _read_state(self, row):
        """A word for a result in the state is the result; the usual states of BAS are our first two."""
        word = clean_text(row.raw.get('state', '')).casefold()
        if RESULTS.get(word) and word not in STAGES:
            row.raw.setdefault('result', word)
        if word in CLOSED or RESULTS.get(word):
            row.raw.pop('state')
        elif word in STAGES and (stage := self.env.ref(STAGES[word], raise_if_not_found=False)):
            row.raw.pop('state')
            row.values['state'] = stage.id
        is_customer = RESULTS.get(clean_text(row.raw.get('result', '')).casefold()) in ('customer', 'order')
        if is_customer and not row.raw.get('counterparty') and not row.raw.get('counterparty_guid'):
            # A customer is called as the lead was.
            row.raw['counterparty'] = row.raw.get('full_name') or row.raw.get('name') or ''

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    @api.model
    def _get_keys(self, row):
        return [
            *super()._get_keys(row),
            *(('phone', phone) for phone in normalize_phones('\n'.join(row.get('phone') or ()))),
            *(('email', email) for email in email_normalize_all('\n'.join(row.get('email') or ()))),
        ]

    @api.model
    def _find_by_keys(self, batch, keys):
        """Leads in work are proposed by phone or e-mail; a decided one of the same person was another."""
        found, leads = {}, self.env['crm.lead']
        phones, emails = keys.get('phone') or set(), keys.get('email') or set()
        for phone, same in leads._find_by_phones(phones).items():
            found['phone', phone] = same
        domain = [('email_normalized', 'in', list(emails)), *self._get_company_domain(batch)]
        for lead in leads.search(domain, order='id') if emails else ():
            found['email', lead.email_normalized] = found.get(('email', lead.email_normalized), leads) | lead
        companies = (batch.company, self.env['res.company'])
        return {key: ids for key, same in found.items() if (ids := same.filtered(
            lambda lead: lead.active and not lead.decision and lead.company_id in companies).sorted('id').ids)}

    @api.model
    def _find_by_names(self, batch, texts):
        """Events are about low-quality leads, too."""
        return super(BasImportKindLead, self.with_context(active_test=False))._find_by_names(batch, texts)

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _before_write(self, batch):
        names = {name for row in batch.get_open_rows() for name in self._get_tags(row)}
        known, model = batch.cache['tags'], self.env['crm.tag']
        known.update({tag.name: tag.id for tag in model.search([('name', 'in', list(names))])} if names else {})
        new = sorted(names - known.keys())
        for name, tag in zip(new, batch.create_records('crm.tag', [(None, {'name': name}) for name in new]), strict=True):
            known[name] = tag.id
        for is_won in (False, True):
            domain = [('is_won', '=', is_won), ('team_ids', '=', False)]
            batch.cache['stages'].setdefault(is_won, self.env['crm.stage'].search(domain, limit=1).id)

    def _get_tags(self, row):
        """:return: list of names of tags: of the column, and the groups of the list"""
        text = (row.get('tags') or '').replace('\n', ',').replace(';', ',')
        return list(dict.fromkeys(filter(None, (*(name.strip() for name in text.split(',')), *row.groups))))

    @api.model
    def _prepare_values(self, batch, row):
        if row.record and row.record.decision:
            self._remark_decision(row)
            return {}
        vals = super()._prepare_values(batch, row)
        for name in ('phone', 'email_from'):
            if vals.get(name):
                vals[name] = ', '.join(vals[name])
        if note := self._get_html_note(batch, row):
            vals['description'] = note
        if tags := [batch.cache['tags'].get(name) for name in self._get_tags(row)]:
            vals['tag_ids'] = [Command.link(tag) for tag in tags if tag]
        stage = self.env['crm.stage'].browse(row.get('state') or ())
        if stage and not (row.record and stage.is_won):
            vals['stage_id'] = stage.id
        self._remark_decision(row)
        return vals

    def _remark_decision(self, row):
        if row.record and row.get('result') and row.get('result') != row.record.decision:
            row.remark(self.env._("The lead is here already, without this result: decide on it on its card."))

    @api.model
    def _prepare_new_values(self, batch, row):
        created = row.get('created') or fields.Datetime.now()
        vals = {
            **super()._prepare_new_values(batch, row), 'type': 'lead', 'company_id': batch.company.id, 'user_id': False,
            'stage_id': batch.cache['stages'][False], 'date_last_stage_update': created}
        if row.get('responsible'):
            vals['date_open'] = created
        return {**vals, **self._prepare_decision(batch, row, created)}

    def _prepare_decision(self, batch, row, created):
        """:return: dict: values of a lead that is decided in the file; BAS tells no day of it, so it is the day of the lead"""
        stage = self.env['crm.stage'].browse(row.get('state') or ())
        decision = row.get('result') or (stage.is_won and 'customer')
        decided = {'decision_date': created, 'decision_user_id': row.get('responsible'), 'date_closed': created}
        if decision == 'junk':
            row.values['state'] = None if stage.is_won else stage.id
            return {**decided, 'decision': decision, 'active': False, 'probability': 0, 'lost_reason_id': row.get('reason')}
        if decision and row.get('counterparty'):
            if decision == 'order':
                row.remark(self.env._(
                    "A list of leads does not say which order it was: the lead has become a customer, without the order."))
            row.values['state'] = batch.cache['stages'][True]
            return {**decided, 'decision': 'customer', 'type': 'opportunity', 'date_conversion': created, 'probability': 100}
        if decision and 'counterparty' not in row.pending:
            row.remark(self.env._("The lead has become a customer, but it is not said which: it stays undecided."))
        return {}

    @api.model
    def _after_write(self, batch):
        """The people of «Основні відомості»."""
        rows = [row for row in batch.rows if row.is_open and row.get('people') and (row.is_new or row.record)]
        leads = self.env['crm.lead'].browse([row.record.id for row in rows if row.record])
        known = {(lead.id, person.name) for lead in leads for person in lead.lead_contact_ids}
        batch.create_records('bas.lead.contact', [
            (row, self._prepare_person(row, person)) for row in rows if row.is_new or not row.record.decision
            for person in row.get('people') if (row.record.id, person['name']) not in known])

    def _prepare_person(self, row, person):
        """:param dict person: see ``parse_details``"""
        return {
            'lead_id': row.record.id, 'name': person['name'], 'email': ', '.join(person['emails']),
            'phone': ', '.join(number for text in person['phones'] for number in normalize_phones(text) or [text])}

    @api.model
    def _get_created(self, row):
        return (row.get('created'), None)

    @api.model
    def _get_source_of(self, target):
        sources = {'description': 'note', 'tag_ids': 'tags', 'stage_id': 'state'}
        return sources.get(target) or super()._get_source_of(target)

    @api.model
    def _get_parts(self):
        return super()._get_parts() | {'bas.lead.contact.lead_id'}
