"""Records of the calendar that mirror documents are told the companies of these."""


def migrate(cr, version):
    cr.execute("""
        UPDATE calendar_event record SET document_company_id = event.company_id
          FROM bas_event event
         WHERE event.calendar_event_id = record.id AND record.document_company_id IS DISTINCT FROM event.company_id""")
    cr.execute("""
        UPDATE calendar_event record SET document_company_id = line.company_id
          FROM bas_work_task_line line
         WHERE line.calendar_event_id = record.id AND record.document_company_id IS DISTINCT FROM line.company_id""")
