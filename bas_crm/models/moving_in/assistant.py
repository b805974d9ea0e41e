from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ...tools.source_files.periods import is_month
from .reconciliation import read_number
from .users import get_manager_domain

#: kinds whose rows without a day are of the period in the title
DATED = ('sale', 'shipment')
#: how many candidates of a question are offered by name; the others are found by search
CANDIDATES = 5
#: rows that are shown at once
ROWS_SHOWN = 200


class BasImport(models.Model):
    """What the screen of moving in shows, one call for each of its parts."""

    _inherit = 'bas.import'

    @api.readonly
    def action_open_assistant(self):
        """:return: dict: action of the screen of this session; of a new one where there is none"""
        action = self.env['ir.actions.actions']._for_xml_id('bas_crm.bas_import_assistant_action')
        return {**action, 'context': {'active_id': self.id}} if self else action

    @api.model
    @api.readonly
    def get_history(self):
        """:return: list of dicts: the last sessions, newest first"""
        return [
            {**session._get_heading(), 'user': session.user_id.name, 'day': session.create_date.isoformat(' ', 'seconds')}
            for session in self.search([], limit=5)
        ]

    @api.readonly
    def get_assistant(self):
        """:return: dict: the session with its files, lists, columns and counts. Texts are in the user's language."""
        self.ensure_one()
        return {
            **self._get_heading(),
            'source': self.source, 'policy': self.policy,
            'choices': {name: self._fields[name]._description_selection(self.env) for name in ('source', 'policy')},
            'files': [{'id': file.id, 'name': file.name, 'size': file.file_size} for file in self.file_ids],
            'problem': self.problem or '', **self._get_move(),
            'lists': [table._get_screen() for table in self.table_ids],
        }

    def _get_move(self):
        """:return: dict: the first day of work in this program, and a warning about it"""
        moved_on = self.company_id.bas_moved_on
        count = self.company_id._count_invoices_before_move(moved_on)
        warning = self.env._(
            "Invoices posted here with an earlier day: %s. Leave their days out of the list of sales.", count) if count else ''
        return {'moved_on': moved_on.isoformat() if moved_on else '', 'moved_on_warning': warning}

    def set_moved_on(self, day):
        """Set the day of the move: heads of sales bring the sales before it, and have no access to the settings.

        :param day: text as ``YYYY-MM-DD``; False for none
        """
        self.ensure_one()
        self.check_access('write')
        try:
            moved_on = fields.Date.to_date(day) if isinstance(day, str) else None
        except ValueError:
            moved_on = None
        if day is not False and (not moved_on or self._find_problem_of_date('date', moved_on)):
            raise UserError(self.env._("«%(text)s» is no day.", text=str(day)[:60]))
        # The company is written by administrators only, its day of the move by whoever moves the lists in, too.
        self.company_id.sudo().bas_moved_on = moved_on

    @api.readonly
    def get_questions(self):
        """:return: list of dicts: the questions of the session, those without an answer first"""
        self.ensure_one()
        self.check_access('read')
        names = self.question_ids._get_candidates()
        return [question._get_screen(names) for question in self.question_ids.sorted(lambda one: (one.is_answered, one.id))]

    @api.readonly
    def action_open_changes(self):
        """:return: dict: action of the list of what the session has written"""
        self.ensure_one()
        action = self.env['ir.actions.actions']._for_xml_id('bas_crm.bas_import_change_action')
        return {**action, 'domain': [('import_id', '=', self.id)]}

    def _get_heading(self):
        counts = self.env['bas.import.row']._get_no_counts()
        return {
            'id': self.id, 'name': self.name, 'state': self.state, 'step': self.step,
            'state_name': dict(self._fields['state']._description_selection(self.env))[self.state],
            'counts': {name.removesuffix('_count'): self[name] for name in counts},
        }


class BasImportTable(models.Model):
    _inherit = 'bas.import.table'

    def _get_screen(self):
        kind = self.env['bas.import.kind']._get_kind(self.kind) if self.kind else None
        counts = [name for name in self.env['bas.import.row']._get_no_counts() if name != 'row_count']
        return {
            'id': self.id, 'kind': self.kind or '', 'file': self.name,
            'title': kind._get_title() if kind is not None else self.env._("A list that is not imported"),
            'kinds': self._get_kinds(),
            'facts': self._get_facts(), 'remark': self.remark or '', 'hints': self._get_hints(),
            'fields': self.get_field_choices(),
            'columns': [column._get_screen() for column in self._get_shown_columns()],
            'counts': {'row': self.read_count, **{name.removesuffix('_count'): self[name] for name in counts}},
        }

    def _get_shown_columns(self):
        """Prints have many narrow columns: empty ones without a heading, and those that are merged with the one before."""
        shown, headings = self.column_ids.browse(), {''}
        for column in self.column_ids:
            if column.samples or column.field_name or (column.heading or '') not in headings:
                shown += column
            headings.add(column.heading or '')
        return shown

    @api.readonly
    def action_open_records(self):
        """:return: dict: action of the list of the records that the rows have become"""
        self.ensure_one()
        kind = self.env['bas.import.kind']._get_kind(self.kind)
        if kind is None:
            raise UserError(self.env._("This list is not imported, so it has no records."))
        return {
            'type': 'ir.actions.act_window', 'name': kind._get_title(), 'res_model': kind._target,
            'views': [(False, 'list'), (False, 'form')], 'domain': self.import_id._name_figure('records', '', self.id),
            'context': {'active_test': False, 'create': False},
        }

    def _get_facts(self):
        """:return: list of texts: what was found, in the order in which a person checks it"""
        facts = [self.env._("rows: %s", self._format(self.read_count))]
        if self.group_count:
            facts.append(self.env._("groups: %s", self._format(self.group_count)))
        if self.kind in DATED and self.period_begins and 'date' not in self.column_ids.mapped('field_name'):
            facts.append(self.env._("the sales are of %s", self._get_period_text()))
        headings = {str(column.position): column.heading for column in self.column_ids}
        facts += [
            self.env._("total in the file: %(heading)s %(total)s", heading=headings.get(index, ''),
                       total=self._format(read_number(total), 2))
            for index, total in (self.totals or {}).items()
        ]
        if self.encoding:
            facts.append(self.encoding)
        return facts

    def _get_period_text(self):
        begins, ends = self.period_begins, self.period_ends
        if begins != ends and is_month(begins, ends):
            return format_date(self.env, begins, date_format='LLLL yyyy')
        days = [format_date(self.env, day) for day in (begins, ends)]
        return ' – '.join(dict.fromkeys(days))

    def _format(self, number, digits=0):
        return formatLang(self.env, number, digits=digits)

    @api.readonly
    def get_rows(self, actions, offset=0, limit=20):
        """:param actions: list of results, as ``['error']``
        :param int limit: at most :data:`ROWS_SHOWN`
        :return: dict: ``total``, ``rows``: list of dicts with the texts of the row by the key of the column"""
        self.ensure_one()
        self.check_access('read')
        is_list = isinstance(actions, list) and all(isinstance(one, str) for one in actions)
        if not is_list or not all(type(number) is int and 0 <= number < 2 ** 31 for number in (offset, limit)):
            raise UserError(self.env._("There is no such list. Reload the page."))
        domain = [('table_id', '=', self.id), ('action', 'in', actions)]
        Row = self.env['bas.import.row']
        rows = Row.search(domain, offset=offset, limit=min(limit, ROWS_SHOWN))
        return {'total': Row.search_count(domain), 'rows': [row._get_screen() for row in rows]}


class BasImportColumn(models.Model):
    _inherit = 'bas.import.column'

    def _get_screen(self):
        return {
            'id': self.id, 'heading': self.heading or '', 'samples': (self.samples or '').split('\n')[:3], 'key': self.key,
            'field': self.field_name or '', 'confidence': self.confidence, 'policy': self.policy or '',
        }


class BasImportRow(models.Model):
    _inherit = 'bas.import.row'

    def _get_screen(self):
        return {
            'id': self.id, 'number': self.number, 'values': self.values, 'action': self.action, 'step': self.step,
            'problem': self.problem or '\n'.join(self.question_ids.mapped('name')), 'remark': self.remark or '',
            'plan': self.plan or {}, 'is_skipped': self.is_skipped,
            'record': {'model': self.res_model, 'id': self.res_id} if self.res_id else False,
        }


class BasImportQuestion(models.Model):
    _inherit = 'bas.import.question'

    def _get_candidates(self):
        """:return: dict: (model, id) → name of the records that the questions offer"""
        names = {}
        for model, questions in self.filtered('res_model').grouped('res_model').items():
            ids = {id_ for question in questions for id_ in (question.candidates or [])[:CANDIDATES]}
            names.update({(model, record.id): record.display_name for record in self.env[model].browse(ids).exists()})
        return names

    def _get_screen(self, records):
        """:param dict records: see :meth:`_get_candidates`"""
        names = dict(self._fields['answer']._description_selection(self.env))
        return {
            'id': self.id, 'name': self.name, 'type': self.question_type, 'value': self.value or '', 'rows': self.row_count,
            'options': [[key, names[key]] for key in self.options or []],
            'candidates': [
                [id_, records[self.res_model, id_]] for id_ in self.candidates or [] if (self.res_model, id_) in records],
            'answer': self.answer or '', 'model': self.res_model or '', 'record': self.res_id or False,
            'answer_value': self.answer_value or '',
            'domain': get_manager_domain(self.import_id.company_id) if self.res_model == 'res.users' else [],
        }
