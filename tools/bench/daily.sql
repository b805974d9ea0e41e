-- What people of the firm plan and send from day to day: contracts, offers, work tasks, activities, and the calendar.
-- After data.sql, with the same parameters.
INSERT INTO bas_contract (company_id, partner_id, user_id, currency_id, name, contract_type, state, date, date_start, active)
SELECT %(company)s, id, user_id, %(currency)s, 'BENCH-' || id, 'customer', 'active', create_date::date, create_date::date, true
  FROM res_partner WHERE ref LIKE 'BENCH-%%' AND id %% 2 = 0;

INSERT INTO bas_commercial_offer (order_id, company_id, partner_id, user_id, currency_id, name, variant, title, state, design, date,
                                  amount_untaxed, amount_tax, amount_total)
SELECT id, company_id, partner_id, user_id, currency_id, name, 'A', 'Offer', 'sent', 'strict', date_order::date, amount_untaxed,
       amount_tax, amount_total
  FROM sale_order WHERE name LIKE 'BENCH-%%' AND id %% 10 = 0;

CREATE TEMP TABLE bench_task ON COMMIT DROP AS
SELECT nextval('bas_work_task_id_seq')::int AS id, i AS n, m.start, m.start + interval '2 hours' AS stop, p.id AS partner_id,
       e.id AS performer_id, e.user_id, 1 + i %% 3 AS status
  FROM (SELECT i, date_trunc('hour', %(today)s::timestamp + interval '30 days' - random() * interval '1096 days') AS start,
               1 + floor(random() * %(partners)s)::int AS partner
          FROM generate_series(1, %(tasks)s) AS i) AS m
  JOIN res_partner p ON p.ref = 'BENCH-' || m.partner
  JOIN (SELECT id, user_id, row_number() OVER (ORDER BY id) AS n FROM hr_employee WHERE user_id = ANY (%(managers)s)) AS e
    ON e.n = 1 + i %% array_length(%(managers)s, 1);

INSERT INTO bas_work_task (id, company_id, status_id, category, performer_id, user_id, importance, name, operation, date,
                           description, active, date_start, date_stop, duration_total, amount_total)
SELECT id, %(company)s, (%(statuses)s)[status], (ARRAY['planned', 'done', 'cancelled'])[status], performer_id, user_id, '1',
       'BENCH-' || n, 'external', start::date, 'Task', true, start, stop, 2, 0
  FROM bench_task;

CREATE TEMP TABLE bench_task_line ON COMMIT DROP AS
SELECT nextval('bas_work_task_line_id_seq')::int AS id, * FROM (
       SELECT id AS task_id, partner_id, start, stop FROM bench_task) AS t;
INSERT INTO bas_work_task_line (id, task_id, company_id, partner_id, commercial_partner_id, description, start, stop, duration)
SELECT id, task_id, %(company)s, partner_id, partner_id, 'Task', start, stop, 2 FROM bench_task_line;

INSERT INTO mail_activity (res_model_id, res_model, res_id, res_name, activity_type_id, user_id, summary, date_deadline, automated,
                           active)
SELECT (SELECT id FROM ir_model WHERE model = 'crm.lead'), 'crm.lead', id, name, %(activity_type)s, user_id, 'Call',
       %(today)s::date + (id %% 9 - 4), false, true
  FROM crm_lead WHERE name LIKE 'BENCH-%%' AND active AND user_id IS NOT NULL AND decision IS NULL AND id %% 10 = 0;

-- The calendar: all events of the customer with most documents, and of the rest the latest.
CREATE TEMP TABLE bench_record ON COMMIT DROP AS
SELECT nextval('calendar_event_id_seq')::int AS id, d.*
  FROM (SELECT 'bas.event' AS model, e.id AS document, e.start, e.stop, e.duration, e.user_id, e.user_id AS author_id,
               e.partner_id, e.event_type AS kind, e.category, e.subject AS title,
               e.partner_id = (SELECT id FROM res_partner WHERE ref = 'BENCH-1') AS is_of_one
          FROM bas_event e WHERE e.name LIKE 'BENCH-%%'
         UNION ALL
        SELECT 'bas.work.task.line', l.id, l.start, l.stop, 2, t.user_id, t.user_id, l.partner_id, 'work_task', t.category,
               'Task', false
          FROM bas_work_task_line l JOIN bas_work_task t ON t.id = l.task_id WHERE t.name LIKE 'BENCH-%%'
      ORDER BY is_of_one DESC, start DESC LIMIT %(records)s) AS d;

INSERT INTO calendar_event (id, name, show_as, start, stop, duration, allday, active, user_id, employee_calendar_id, author_id,
                            counterparty_id, document_company_id, bas_kind, bas_category, res_model, res_model_id, res_id)
SELECT r.id, r.title || ' · ' || p.name, 'busy', r.start, r.stop, r.duration, false, r.category <> 'cancelled', r.user_id, c.id,
       r.author_id, r.partner_id, %(company)s, r.kind, r.category, r.model, m.id, r.document
  FROM bench_record r
  JOIN res_partner p ON p.id = r.partner_id
  JOIN ir_model m ON m.model = r.model
  LEFT JOIN bas_employee_calendar c ON c.user_id = r.user_id;
INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id)
SELECT r.id, u.partner_id FROM bench_record r JOIN res_users u ON u.id = r.user_id;
INSERT INTO calendar_attendee (event_id, partner_id, common_name, state)
SELECT r.id, u.partner_id, u.login, 'accepted' FROM bench_record r JOIN res_users u ON u.id = r.user_id;
UPDATE bas_event SET calendar_event_id = r.id FROM bench_record r WHERE r.model = 'bas.event' AND r.document = bas_event.id;
UPDATE bas_work_task_line SET calendar_event_id = r.id FROM bench_record r
 WHERE r.model = 'bas.work.task.line' AND r.document = bas_work_task_line.id;
