"""What has become of the rows of a batch, and the questions that they wait for."""
import json

from odoo.tools import SQL

from .saving import insert, update

#: texts for the screen
LONGEST = 2000


def save_results(batch):
    """Save the results of all rows and their questions, in a few queries."""
    rows, step = batch.rows, 'checked' if batch.is_check else 'imported'
    update(batch.env['bas.import.row'], [{
        'id': row.id,
        'action': row.action,
        'step': step if row.is_open else 'checked',
        'problem': '\n'.join(row.problems)[:LONGEST] or None,
        'remark': '\n'.join(row.remarks)[:LONGEST] or None,
        'keys': [f'{type_}:{value}' for type_, value in row.keys] or None,
        'plan': json.loads(json.dumps(row.plan, default=str)) or None,
        'res_model': batch.kind._target if row.record else None,
        'res_id': row.record.id if row.record else None,
    } for row in rows])
    _save_questions(batch)


def _save_questions(batch):
    session, links = batch.session, [(row.id, key) for row in batch.rows for key in row.questions]
    batch.env.cr.execute(SQL(
        "DELETE FROM bas_import_question_bas_import_row_rel WHERE bas_import_row_id = ANY(%s)", [row.id for row in batch.rows]))
    insert(batch.env['bas.import.question'], [{
        'import_id': session.id, 'question_type': question.type, 'key': question.key, 'name': question.text,
        'options': list(question.options), 'field_name': question.field_name or None, 'value': question.value or None,
        'res_model': question.res_model or None, 'candidates': list(question.candidates) or None, 'row_count': 0,
        'is_answered': False,
    } for question in batch.questions.values()], SQL(
        # It is asked although it is answered: the record of the answer is gone.
        """ON CONFLICT (import_id, key) DO UPDATE SET is_answered = FALSE, answer = NULL, res_id = NULL
            WHERE bas_import_question.is_answered"""))
    if links:
        batch.env.cr.execute(SQL(
            """INSERT INTO bas_import_question_bas_import_row_rel (bas_import_row_id, bas_import_question_id)
               SELECT link.row_id, question.id
                 FROM jsonb_to_recordset(%s) AS link (row_id int4, key varchar)
                 JOIN bas_import_question question ON question.import_id = %s AND question.key = link.key
          ON CONFLICT DO NOTHING""",
            json.dumps([{'row_id': row_id, 'key': key} for row_id, key in links]), session.id))


def count_questions(session):
    """Write how many rows wait for each question of a session."""
    session.env.cr.execute(SQL(
        """UPDATE bas_import_question question
              SET row_count = (SELECT count(*) FROM bas_import_question_bas_import_row_rel
                                WHERE bas_import_question_id = question.id)
            WHERE import_id = %s""", session.id))
    session.env['bas.import.question'].invalidate_model(['row_count', 'row_ids'])


def set_created(batch, rows):
    """Set when and by whom the records were created, as the file tells: the ORM itself writes now and the user."""
    told = [(row.record.id, *batch.kind._get_created(row)) for row in rows]
    write_created(batch.env[batch.kind._target], told)


def write_created(model, told):
    """:param told: list of (id, moment in UTC or None, id of a user or None)"""
    told = [{'id': id_, 'create_date': moment and str(moment), 'create_uid': user}
            for id_, moment, user in told if moment or user]
    if not told:
        return
    model.env.cr.execute(SQL(
        """UPDATE %s AS old SET create_date = COALESCE(new.create_date, old.create_date),
                                create_uid = COALESCE(new.create_uid, old.create_uid)
             FROM jsonb_to_recordset(%s) AS new (id int4, create_date timestamp, create_uid int4) WHERE old.id = new.id""",
        SQL.identifier(model._table), json.dumps(told)))
    model.invalidate_model(['create_date', 'create_uid'])
