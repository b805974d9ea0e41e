from odoo import api, fields, models

from ...tools.days import to_day
from ...tools.source_files.values import normal_name
from .document_values import check_company
from .kind import ImportField
from .order_lookups import find_contracts, find_stages, set_pricelists
from .order_sums import add_sums
from .order_undo import find_kept
from .order_values import COMPLETIONS, USUAL_KINDS, get_order_name, split_moment, split_title


class BasImportKindOrder(models.AbstractModel):
    """Customer orders: with their number and date, in the stage of the file, which is logged with the date of the order.

    A confirmed order is created as confirmed: nothing is delivered, invoiced, mailed or numbered for what has happened already.
    The amount of an order whose lines are not in the files becomes one line, see ``order_sums.py``.
    """

    _name = 'bas.import.kind.order'
    _inherit = 'bas.import.kind'
    _description = 'Orders to Import'
    _kind = 'order'
    _target = 'sale.order'
    _import_order = 60
    _decisive = ('guid', 'code', 'number')
    _operation = 'customer_order'
    _noted = ('remarks', 'operation', 'project', 'department', 'warehouse', 'basis')

    @api.model
    def _get_title(self):
        return self.env._("Customer Orders")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'number': ImportField(self.env._("Number"), target='name', required=True),
            'document': ImportField(self.env._("Document")),
            'date': ImportField(self.env._("Date"), 'datetime', target='date_order', required=True),
            'counterparty': ImportField(
                self.env._("Customer"), 'reference', 'partner_id', required=True, refers_to='counterparty'),
            'contract': ImportField(self.env._("Contract")),
            'amount': ImportField(self.env._("Amount"), 'number'),
            'currency': ImportField(self.env._("Currency"), 'reference', refers_to='res.currency'),
            'kind': ImportField(self.env._("Order Type"), 'reference', refers_to='bas.order.type'),
            'state': ImportField(self.env._("Stage")),
            'completion': ImportField(self.env._("Completion"), 'choice', choices=COMPLETIONS),
            'shipment_date': ImportField(self.env._("Shipment Date"), 'datetime', target='commitment_date'),
            'responsible': ImportField(self.env._("Responsible"), 'reference', 'user_id', refers_to='res.users'),
            'author': ImportField(self.env._("Author"), 'reference', refers_to='res.users'),
            'company': ImportField(self.env._("Company")),
            'note': ImportField(self.env._("Comment"), 'text'),
            'remarks': ImportField(self.env._("Remarks"), 'text'),
            **self._get_told_fields(),
        }

    def _get_told_fields(self):
        """:return: dict as of :meth:`_get_fields`: what is told in the comment, or in the reconciliation"""
        return {
            'operation': ImportField(self.env._("Operation")),
            'project': ImportField(self.env._("Project")),
            'department': ImportField(self.env._("Department")),
            'warehouse': ImportField(self.env._("Warehouse")),
            'basis': ImportField(self.env._("Basis")),
            'paid': ImportField(self.env._("Paid, for the Reconciliation"), 'number'),
            'paid_percent': ImportField(self.env._("Paid, %, for the Reconciliation")),
            'shipped_percent': ImportField(self.env._("Shipped, %, for the Reconciliation")),
        }

    @api.model
    def _get_quiet_context(self):
        """Keys of core: no procurement and no message for lines that are added to confirmed orders."""
        return {**super()._get_quiet_context(), 'skip_procurement': True, 'sale_no_log_for_new_lines': True}

    # ------------------------------------------------------------
    # Reading and matching
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        if row.raw.get('kind', '').strip().casefold() in USUAL_KINDS:
            del row.raw['kind']
        if row.raw.get('document'):
            # A register of documents: «Замовлення покупця ЗП-12 від 05.02.2024 10:00:00».
            for name, text in zip(('number', 'date'), split_moment(row.raw['document']), strict=True):
                if text:
                    row.raw.setdefault(name, text)
        super()._read_row(batch, row, fields)
        if (row.get('amount') or 0) < 0:
            row.error(self.env._("The amount of the order is negative."))
        check_company(batch, row)

    def _get_day(self, row):
        return to_day(self.env, row.get('date')) or None

    @api.model
    def _get_keys(self, row):
        keys = [(type_, row.get(type_)) for type_ in ('guid', 'code') if row.get(type_)]
        number, day = row.get('number'), self._get_day(row)
        if number and day:
            # Numbers begin anew each year; lines name their order by its number and day.
            keys += [('number', f'{number}/{day.year}'), ('name', normal_name(get_order_name(number, day)))]
        return keys

    @api.model
    def _find_by_keys(self, batch, keys):
        numbers = {key.rpartition('/')[0] for key in keys.get('number', ())}
        found = {}
        for order in self._search_numbers(batch, numbers):
            key = f'{order.name}/{to_day(self.env, order.date_order).year}'
            found.setdefault(('number', key), []).append(order.id)
        return found

    @api.model
    def _find_by_names(self, batch, texts):
        """An order is named by its number and day; by the number alone, if it is of one year only."""
        titles = {text: split_title(text) for text in texts}
        dated = {text: split_title(f'{text[:-11]} of {text[-10:]}') for text, (_number, day) in titles.items() if not day}
        titles.update({text: title for text, title in dated.items() if title[1]})
        found = {}
        for order in self._search_numbers(batch, {number for number, _day in titles.values()}):
            for text, (number, day) in titles.items():
                if number == order.name and day in (None, to_day(self.env, order.date_order)):
                    found.setdefault(text, []).append(order.id)
        return found

    def _search_numbers(self, batch, numbers):
        return self.env['sale.order'].search_fetch(
            [('name', 'in', list(numbers)), ('company_id', '=', batch.company.id)], ['name', 'date_order'],
            order='id') if numbers else self.env['sale.order']

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _before_write(self, batch):
        rows = batch.get_open_rows()
        find_stages(batch, rows)
        find_contracts(batch, rows)
        set_pricelists(batch, [row for row in rows if row.is_open and not row.record])
        self.env['res.partner'].browse({row.get('counterparty') for row in rows if row.get('counterparty')}).fetch(['user_id'])

    @api.model
    def _prepare_values(self, batch, row):
        vals = super()._prepare_values(batch, row)
        if row.get('contract_id'):
            vals['contract_id'] = row.get('contract_id')
        if note := self._get_note(batch, row):
            vals['bas_comment'] = note
        return vals

    @api.model
    def _prepare_new_values(self, batch, row):
        """What core would fill in for an order of today is left empty."""
        stage, state = row.get('stage')
        partner = self.env['res.partner'].browse(row.get('counterparty') or [])
        return {
            **super()._prepare_new_values(batch, row), 'company_id': batch.company.id, 'contract_id': False,
            'user_id': partner.user_id.id, 'order_type_id': stage.order_type_id.id, 'stage_id': stage.id, 'state': state,
            'cancel_reason_id': self.env['bas.cancel.reason']._get_unspecified().id if state == 'cancel' else False,
            'pricelist_id': row.get('pricelist'), 'sale_order_template_id': False, 'validity_date': False, 'note': False,
            'require_signature': False, 'require_payment': False, **self._get_no_documents()}

    @api.model
    def _get_no_documents(self):
        """:return: dict: nothing is appended to the prints; «sale_pdf_quote_builder» looks its documents up for each order"""
        return {'quotation_document_ids': []} if 'quotation_document_ids' in self.env['sale.order']._fields else {}

    @api.model
    def _after_write(self, batch):
        rows = batch.get_written_rows()
        self._move(batch, [row for row in rows if not row.is_new])
        add_sums(batch, rows)

    def _move(self, batch, rows):
        """Move orders that are known to the stage of the file, if the policy allows it. The move is logged as of now."""
        moved = []
        for row in rows:
            stage, state = row.get('stage')
            order = row.record
            if stage.order_type_id != order.order_type_id or not batch.differ.get_changes(row, order, {'stage_id': stage.id}):
                continue
            reason = order.cancel_reason_id or order.cancel_reason_id._get_unspecified()
            batch.write_values(row, order, {
                'stage_id': stage.id, 'state': state, 'cancel_reason_id': reason.id if state == 'cancel' else False})
            moved.append(row)
        if moved and not batch.is_check:
            self._log_moves(batch, moved)

    def _log_moves(self, batch, rows):
        log, now = self.env['bas.order.stage.log'], fields.Datetime.now()
        orders = self.env['sale.order'].browse([row.record.id for row in rows])
        entries = log.search([('order_id', 'in', orders.ids), ('left_at', '=', False)]).grouped('order_id')
        for row in rows:
            if entry := entries.get(row.record):
                batch.write_values(row, entry, {'left_at': now})
        # An order is in one stage at a time, so an undo has to delete the new entry before it reopens the former one.
        batch.changes.flush()
        batch.changes.save()
        batch.create_records('bas.order.stage.log', [(row, {
            'order_id': row.record.id, 'stage_id': row.get('stage')[0].id, 'entered_at': now, 'user_id': row.record.user_id.id,
            'began_at': entries[row.record].began_at if row.record in entries else now}) for row in rows])
        log._recompute_progress_of(orders)

    @api.model
    def _get_created(self, row):
        return row.get('date'), row.get('author')

    @api.model
    def _get_source_of(self, target):
        sources = {
            'stage_id': 'state', 'bas_comment': 'note', 'contract_id': 'contract', 'price_unit': 'amount'}
        return sources.get(target) or super()._get_source_of(target)

    # ------------------------------------------------------------
    # Undoing
    # ------------------------------------------------------------

    @api.model
    def _get_parts(self):
        return {*super()._get_parts(), 'bas.order.stage.log.order_id'}

    @api.model
    def _find_kept(self, session, records):
        return find_kept(session, records)

    @api.model
    def _before_delete(self, records):
        """A confirmed order cannot be deleted; one that a mistaken import has brought is none."""
        records.filtered(lambda order: order.state not in ('draft', 'cancel')).write({'state': 'draft'})
