"""The ready subject of a payment gets the subject of its letter. Records of the first load are not updated by data files."""
import json

from odoo.tools.sql import column_exists

LETTER_SUBJECT = {'en_US': "Reminder of an invoice to be paid", 'uk_UA': "Нагадування про оплату рахунка"}


def migrate(cr, version):
    if not column_exists(cr, 'bas_event_subject', 'letter_subject'):
        return
    cr.execute("""
        UPDATE bas_event_subject subject SET letter_subject = %s
          FROM ir_model_data data
         WHERE data.module = 'bas_crm' AND data.name = 'bas_event_subject_payment' AND data.res_id = subject.id
           AND subject.letter_subject IS NULL""", [json.dumps(LETTER_SUBJECT)])
