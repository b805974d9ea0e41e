from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from ...tools.dialogs import tell
from ..calendar.calendar_event import QUIET
from .handover_line import PASSES

#: nobody gets a letter or a message in the inbox because work was handed over
SILENT = {**QUIET, 'mail_activity_quick_update': True, 'mail_auto_subscribe_no_notify': True}
#: documents whose team core changes with their manager, so a return restores it
WITH_TEAM = frozenset({'crm.lead', 'sale.order', 'account.move'})

#: fields that the program writes by the way, without anybody editing the record
BY_THE_WAY = frozenset({
    *models.MAGIC_COLUMNS, 'access_token', 'signup_type', 'customer_rank', 'supplier_rank', 'message_bounce',
    'message_main_attachment_id', 'calendar_last_notification_ack', 'probability', 'automated_probability'})
#: computed fields that tell of a change in the lines of a document
OF_LINES = frozenset({'amount_total'})


class BasHandover(models.Model):
    """Passing work for good: another manager is written into open documents, and what was written is kept."""

    _inherit = 'bas.handover'

    def action_pass(self):
        """Pass everything that the lines name. If nothing can be passed, the handover stays as it is.

        :raises UserError: it was passed already, also by a colleague at the same moment, or nobody is chosen
        """
        self.ensure_one()
        self._lock_open('draft')
        lines = self.line_ids.filtered(lambda line: line.is_included and line._get_recipient())
        if not lines:
            raise UserError(self.env._("Choose to whom the work is passed."))
        filled = lines.filtered('count')
        for line in filled:
            line._check_can_receive()
        for line in filled:
            line._pass_records()
        if any(filled.mapped('passed_count')):
            self._keep_fingerprints()
            self._program_write({
                'state': 'done', 'done_at': fields.Datetime.now(), 'done_by_id': self.env.uid})
        return self._tell_passed()

    def _lock_open(self, state):
        """:raises UserError: a colleague is carrying it out at this moment, or it has another state"""
        self.check_access('write')
        self.invalidate_recordset(['company_ids'])  # read before, it may lack companies that are hidden from the user
        self._check_companies()
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("A colleague is carrying out this handover at this moment. Reload the page.")) from error
        if self.kind == 'temporary':
            raise UserError(self.env._(
                "In an absence nothing is passed: the deputy works, and the documents keep their manager. To pass the work for "
                "good, make a handover."))
        if self.state != state:
            raise UserError(self.env._("This handover has been carried out already. Reload the page."))

    def _tell_passed(self):
        left = self.line_ids.filtered('left_text')
        passed = sum(self.line_ids.mapped('passed_count'))
        message = self.env._("Passed: %(count)s.", count=passed) if passed else self.env._(
            "Nothing was passed: there is nothing open that can be passed. The handover stays as it is.")
        if left:
            message = '\n'.join([message, *left.mapped('left_text')])
        return tell(message, 'warning' if left or not passed else 'success')

    @api.readonly
    def action_open_items(self):
        """:return: action: the list of the passed documents"""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_handover_item_action'),
            'domain': [('handover_id', '=', self.id)]}

    # ------------------------------------------------------------
    # Writing another person into records
    # ------------------------------------------------------------

    def _pass_to(self, kind, records, recipient):
        """Write ``recipient`` into records of a kind, without letters, and keep what was there.

        :param records: records that the user may change, or with sudo
        """
        if not records:
            return
        rule = PASSES[kind]
        before = self._prepare_items(kind, records, recipient)
        quiet = records.with_context(**SILENT)
        if kind == 'tasks':
            for company, tasks in quiet.grouped('company_id').items():
                tasks.write({rule.field: recipient._get_employee_of(company).id})
        elif kind == 'meetings':
            self._pass_meetings(quiet, recipient)
        elif kind == 'plans':
            self._pass_plans(quiet, recipient)
        elif kind == 'plan_rows':
            before = self._pass_plan_rows(quiet, recipient, before)
        elif records._name in WITH_TEAM:
            self._pass_with_team(quiet, rule.field, recipient)
        else:
            quiet.write({rule.field: recipient.id})
        self._tell_in_history(kind, quiet, recipient)
        # sudo: nobody enters these lines; who may pass a document gets its line in the history
        self.env['bas.handover.item'].sudo()._program_create(before)

    def _keep_fingerprints(self):
        """Keep what the passed records are like at the end: one may be of two kinds, and is then written twice."""
        # sudo: as in _pass_to
        items = self.sudo().item_ids
        self._program_write({'edited_fields': {
            model: self._get_edited_fields(self.env[model]) for model in set(items.mapped('res_model'))}})
        self.env.flush_all()
        for model in self.edited_fields or {}:
            # In SQL: thousands of documents are passed at once. A figure of a plan may have been added to another one.
            self.env.cr.execute(SQL(
                """UPDATE bas_handover_item item SET fingerprint = %s FROM %s t
                    WHERE item.handover_id = %s AND item.res_model = %s
                      AND t.id = COALESCE((item.old_values ->> 'added_to')::int, item.res_id)""",
                self._sql_fingerprint(model), SQL.identifier(self.env[model]._table), self.id, model))
        items.invalidate_recordset(['fingerprint'])

    @api.model
    def _get_edited_fields(self, model):
        """:return: list of names of the stored fields whose change is an edit: what is computed and cannot be written is none"""
        return sorted(
            name for name, field in model._fields.items() if field.store and field.column_type and name not in BY_THE_WAY
            and (not field.compute or not field.readonly or name in OF_LINES))

    def _sql_fingerprint(self, model):
        """:return: SQL: the digest of those fields of the table ``t`` that were known then: an upgrade adds others"""
        names = self.edited_fields[model]
        return SQL("md5(ROW(%s)::text)", SQL(", ").join(SQL.identifier('t', name) for name in names))

    def _read_fingerprints(self, records):
        """:return: dict: id → fingerprint now; none if one of the fields is no more, so that nothing can be compared"""
        model = records._name
        if not records or any(name not in records._fields for name in (self.edited_fields or {}).get(model, [''])):
            return {}
        self.env.flush_all()
        return dict(self.env.execute_query(SQL(
            "SELECT id, %s FROM %s t WHERE id IN %s",
            self._sql_fingerprint(model), SQL.identifier(records._table), tuple(records.ids))))

    def _prepare_items(self, kind, records, recipient):
        rule, values = PASSES[kind], []
        for record in records:
            person = record.sudo()[rule.field]  # the manager of a document is not secret
            old = person.user_id if rule.is_employee else person
            values.append({
                'handover_id': self.id, 'kind': kind, 'res_model': records._name, 'res_id': record.id,
                'res_name': record.display_name, 'old_user_id': old.id, 'new_user_id': recipient.id,
                'old_values': self._get_old_values(record, person if rule.is_employee else None),
            })
        return values

    def _get_old_values(self, record, employee):
        """:return: dict: what the return has to restore beside the manager; None for nothing"""
        if record._name in WITH_TEAM:
            return {'team_id': record.team_id.id}
        return {'performer_id': employee.id} if employee else None

    def _pass_with_team(self, records, field, recipient):
        """Core looks for the team of each record anew, so it is asked once for records that are alike."""
        for alike in records.grouped(
                lambda record: (record.team_id, record.company_id, 'type' in record and record['type'])).values():
            first = alike[:1]
            first.write({field: recipient.id})
            (alike - first).write({field: recipient.id, 'team_id': first.team_id.id})

    def _pass_meetings(self, meetings, recipient):
        """The new organizer attends the meetings, and the former one no longer does."""
        for user, own in meetings.grouped('user_id').items():
            own.write({'user_id': recipient.id, 'partner_ids': [
                Command.unlink(user.partner_id.id), Command.link(recipient.partner_id.id)]})

    def _tell_in_history(self, kind, records, recipient):
        """Log the change of the person in the documents that have a history; followers get nothing."""
        if not hasattr(records, '_message_log_batch'):
            return
        if getattr(records._fields[PASSES[kind].field], 'tracking', None):
            records.message_subscribe(partner_ids=recipient.partner_id.ids)
        whose = self.user_id.name or self.env._("different managers")
        body = self.env._("Handed over: %(before)s → %(after)s", before=whose, after=recipient.name)
        records._message_log_batch(bodies=dict.fromkeys(records.ids, body))
