from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ...tools.days import get_zone, to_day, to_local, to_utc
from ...tools.source_files.values import clean_text
from .document_values import check_company, check_dates, find_bases, read_state, set_authors, set_numbers
from .kind import ImportField

#: words for the operations of work tasks
OPERATIONS = {
    **dict.fromkeys(('зовнішнє', 'внешнее', 'зовнішня', 'внешняя', 'зовнішнє завдання', 'внешнее задание', 'зовнішня робота',
                     'внешняя работа', 'external'), 'external'),
    **dict.fromkeys(('внутрішнє', 'внутреннее', 'внутрішня', 'внутренняя', 'внутрішнє завдання', 'внутреннее задание',
                     'внутрішня робота', 'внутренняя работа', 'internal'), 'internal'),
}
#: kind of the source document → field of the task
BASE_FIELDS = {'order': 'order_id', 'work_order': 'order_id', 'event': 'event_id'}
#: hour at which a work begins whose list has only its day
FIRST_HOUR = time(9)


class BasImportKindTask(models.AbstractModel):
    """Work tasks: lists have only their headers, so each has one work with the amount of the task."""

    _name = 'bas.import.kind.task'
    _inherit = 'bas.import.kind'
    _description = 'Work Tasks to Import'
    _kind = 'task'
    _target = 'bas.work.task'
    _import_order = 75
    _noted = ('basis', 'department')

    @api.model
    def _get_title(self):
        return self.env._("Work Tasks")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'number': ImportField(self.env._("Number"), 'code'),
            'date': ImportField(self.env._("Date"), 'datetime'),
            'state': ImportField(self.env._("State"), 'reference', 'status_id', refers_to='bas.activity.status'),
            # Heads of sales may not read all data of employees, but may choose them.
            'performer': ImportField(
                self.env._("Performer"), 'reference', 'performer_id', required=True, refers_to='hr.employee.public'),
            'work_type': ImportField(self.env._("Kind of Work"), 'reference', refers_to='bas.work.type', creates=True),
            'counterparty': ImportField(self.env._("Ordered by"), 'reference', refers_to='counterparty'),
            'operation': ImportField(self.env._("Operation"), 'choice', target='operation', choices=OPERATIONS),
            'amount': ImportField(self.env._("Amount"), 'number'),
            'start': ImportField(self.env._("Beginning"), 'datetime'),
            'finish': ImportField(self.env._("End"), 'datetime'),
            'hours': ImportField(self.env._("Hours"), 'number'),
            'content': ImportField(self.env._("Work to Do"), 'text'),
            'note': ImportField(self.env._("Comment"), 'text'),
            'author': ImportField(self.env._("Author")),
            'basis': ImportField(self.env._("Source Document"), 'text'),
            'department': ImportField(self.env._("Department")),
            'company': ImportField(self.env._("Company")),
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, known):
        read_state(batch, row)
        self._read_performer(batch, row)
        super()._read_row(batch, row, known)
        check_dates(self.env, row, known)
        check_company(batch, row)
        if not (row.get('start') or row.get('date')):
            row.error(self.env._("The work task has neither a date nor a beginning."))
        for name in ('hours', 'amount'):
            if (row.get(name) or 0) < 0:
                row.error(self.env._("«%(field)s» is negative.", field=known[name].label))
        if not row.problems:
            self._read_times(row)

    def _read_performer(self, batch, row):
        """A performer may be written by the name of the user: then it is the employee of the user."""
        name = clean_text(row.raw.get('performer', ''))
        if name and not batch.find('hr.employee.public', [name])[name] and (user := batch.find('res.users', [name])[name]):
            employee = self.env['res.users'].browse(user).with_company(batch.company).employee_id
            if employee:
                row.raw.pop('performer')
                row.values['performer'] = employee.id

    def _read_times(self, row):
        """A work begins when the task says, else on its day; it lasts its hours, else until its end, else as long as usual."""
        values = row.values
        start = values.get('start') or self._get_first_hour(values['date'])
        hours, stop = values.get('hours'), values.get('finish')
        if not hours and stop and stop > start:
            hours = (stop - start).total_seconds() / 3600
        if not hours:
            hours = self.env['bas.work.task.line']._get_usual_length('work_task').total_seconds() / 3600
        values.update(start=start, hours=hours, finish=start + timedelta(minutes=round(hours * 60) or 1))

    def _get_first_hour(self, moment):
        local = to_local(self.env, moment).replace(tzinfo=None)
        is_day = local.time() == time.min
        return to_utc(get_zone(self.env), datetime.combine(to_day(self.env, moment), FIRST_HOUR)) if is_day else moment

    @api.model
    def _get_keys(self, row):
        return [key for key in super()._get_keys(row) if key[0] != 'name']

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _before_write(self, batch):
        rows = batch.get_open_rows()
        set_numbers(batch, [row for row in rows if row.is_new], self._target, 'start')
        set_authors(batch, rows)
        find_bases(batch, rows)

    @api.model
    def _prepare_values(self, batch, row):
        vals = super()._prepare_values(batch, row)
        kind, id_ = row.get('base') or ('', None)
        if kind in BASE_FIELDS:
            vals[BASE_FIELDS[kind]] = id_
        text = self._get_note(batch, row, 'content', 'note', noted=('department',) if kind in BASE_FIELDS else None)
        return {**vals, 'description': text} if text else vals

    @api.model
    def _prepare_new_values(self, batch, row):
        has_customer = row.get('counterparty') or 'counterparty' in row.pending
        category = 'done' if row.get('finish') < fields.Datetime.now() else 'planned'
        return {
            **super()._prepare_new_values(batch, row), 'name': row.get('own_number'), 'company_id': batch.company.id,
            'date': to_day(self.env, row.get('date') or row.get('start')), 'user_id': row.get('author_id') or False,
            'operation': 'external' if has_customer or row.get('amount') else 'internal',
            'status_id': self.env['bas.activity.status']._get(category).id,
            'line_ids': [Command.create(self._prepare_line(row))]}

    def _prepare_line(self, row):
        amount, hours = row.get('amount') or 0, (row.get('finish') - row.get('start')).total_seconds() / 3600
        vals = {
            'start': row.get('start'), 'stop': row.get('finish'), 'work_type_id': row.get('work_type'),
            'partner_id': row.get('counterparty'), 'price_hour': amount / hours}
        if not row.get('work_type'):
            vals['description'] = (row.get('content') or row.get('note') or '').strip().partition('\n')[0][:200]
        return vals

    @api.model
    def _after_write(self, batch):
        """Hours × price may be a kopiyka more or less than the amount of the list, which is right."""
        for row in batch.get_written_rows():
            line = row.record.line_ids[:1]
            if row.is_new and row.get('amount') and row.record.operation == 'external':
                amount = row.record.currency_id.round(row.get('amount'))
                if row.record.currency_id.compare_amounts(line.amount, amount):
                    batch.write_values(row, line, {'amount': amount})
        for row in batch.get_open_rows():
            if row.is_new and row.get('amount') and row.get('operation') == 'internal':
                row.remark(self.env._("An internal work has no amount: %(amount)s stays in the file.", amount=row.get('amount')))

    @api.model
    def _get_created(self, row):
        return (row.get('date'), row.get('author_id'))

    @api.model
    def _get_source_of(self, target):
        return {'description': 'content', 'order_id': 'basis', 'event_id': 'basis'}.get(target) or super()._get_source_of(target)

    @api.model
    def _get_parts(self):
        return super()._get_parts() | {'bas.work.task.line.task_id'}
