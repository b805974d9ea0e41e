-- Three years of a firm: customers, orders with their way through the stages, invoices, payments, events, leads; what people
-- plan and send from day to day is made by daily.sql.
-- The same figures at every run (setseed); names of parameters as in firm.py.
SELECT setseed(0.42);

INSERT INTO res_partner (name, complete_name, ref, active, type, is_company, is_customer, counterparty_type, autopost_bills,
                         user_id, create_date, phone, phone_sanitized, phone_search, email, email_normalized, partner_share)
SELECT 'Customer ' || i, 'Customer ' || i, 'BENCH-' || i, true, 'contact', true, true, 'legal_entity', 'ask',
       (%(managers)s)[1 + i %% 21], %(today)s::date - 1096, phone, phone, phone, email, email, true
  FROM (SELECT i, '+38067' || lpad(i::text, 7, '0') AS phone, 'customer' || i || '@bench.example' AS email
          FROM generate_series(1, %(partners)s) AS i) AS d;
-- The checks of foreign keys were planned while the table was small: they would read it whole for each of its rows.
ANALYZE res_partner;
UPDATE res_partner SET commercial_partner_id = id WHERE ref LIKE 'BENCH-%%';

CREATE TEMP TABLE bench_partner ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY id)::int AS n, id, user_id FROM res_partner WHERE ref LIKE 'BENCH-%%';

-- An order walks back and forth through its stages: 8.5 stays on the average, one of ten has only begun.
CREATE TEMP TABLE bench_order ON COMMIT DROP AS
SELECT nextval('sale_order_id_seq')::int AS id, i AS n, d.day + interval '8 hours' AS moment, d.day, p.id AS partner_id,
       NULLIF(p.user_id, 0) AS user_id, d.stays, d.lines,
       CASE WHEN d.cancelled THEN NULL ELSE (ARRAY[1,2,3,2,3,4,3,4,5,4,5,6])[d.stays] END AS rank
  FROM (SELECT i, %(today)s::date - floor(random() * 1096)::int AS day,
               CASE WHEN i <= %(of_one)s THEN 1 ELSE 1 + floor(random() * %(partners)s)::int END AS partner,
               CASE WHEN random() < 0.1 THEN 1 + floor(random() * 2)::int ELSE 5 + floor(random() * 8)::int END AS stays,
               1 + floor(random() * 5.667)::int AS lines, random() < 0.12 AS cancelled
          FROM generate_series(1, %(orders)s) AS i) AS d
  JOIN bench_partner p ON p.n = d.partner;
CREATE INDEX ON bench_order (id);

CREATE TEMP TABLE bench_line ON COMMIT DROP AS
SELECT nextval('sale_order_line_id_seq')::int AS id, d.order_id, p.id AS product_id, d.quantity,
       100 + d.product AS price, d.quantity * (100 + d.product) AS subtotal, d.product
  FROM (SELECT o.id AS order_id, 1 + floor(random() * 2000)::int AS product, 1 + floor(random() * 9)::int AS quantity
          FROM bench_order o CROSS JOIN LATERAL generate_series(1, o.lines)) AS d
  JOIN unnest(%(products)s) WITH ORDINALITY AS p(id, n) ON p.n = d.product;
CREATE INDEX ON bench_line (order_id);

INSERT INTO sale_order (id, company_id, partner_id, partner_invoice_id, partner_shipping_id, currency_id, currency_rate, user_id,
                        team_id, name, state, invoice_status, date_order, create_date, amount_untaxed, amount_tax, amount_total,
                        order_type_id, operation, stage_id, cancel_reason_id)
SELECT o.id, %(company)s, o.partner_id, o.partner_id, o.partner_id, %(currency)s, 1, o.user_id, %(team)s, 'BENCH-' || o.n,
       CASE WHEN o.rank IS NULL THEN 'cancel' WHEN o.rank >= %(confirmed)s THEN 'sale' WHEN o.rank >= %(sent)s THEN 'sent'
            ELSE 'draft' END,
       'no', o.moment, o.moment, l.total, l.total * 0.2, l.total * 1.2, %(type)s, 'customer_order',
       COALESCE((%(stages)s)[o.rank], %(cancelled)s),
       CASE WHEN o.rank IS NULL THEN (%(reasons)s)[1 + o.n %% array_length(%(reasons)s, 1)] END
  FROM bench_order o
  JOIN (SELECT order_id, sum(subtotal) AS total FROM bench_line GROUP BY order_id) AS l ON l.order_id = o.id;

INSERT INTO sale_order_line (id, order_id, sequence, company_id, currency_id, order_partner_id, salesman_id, product_id,
                             product_uom_id, state, name, product_uom_qty, price_unit, discount, price_subtotal, price_total,
                             price_tax, qty_delivered, qty_invoiced, qty_to_invoice, untaxed_amount_invoiced,
                             untaxed_amount_to_invoice, customer_lead, is_downpayment, is_expense, purchase_price, margin)
SELECT l.id, l.order_id, 10, o.company_id, o.currency_id, o.partner_id, o.user_id, l.product_id, %(uom)s, o.state, 'Product',
       l.quantity, l.price, 0, l.subtotal, l.subtotal * 1.2, l.subtotal * 0.2, 0, 0, 0, 0, 0, 0, false, false,
       60 + l.product * 0.6, l.subtotal - l.quantity * (60 + l.product * 0.6)
  FROM bench_line l JOIN sale_order o ON o.id = l.order_id;

-- The log without gaps: each stay begins where the one before it ended.
INSERT INTO bas_order_stage_log (order_id, order_type_id, company_id, order_user_id, stage_id, user_id, entered_at, left_at,
                                 began_at, hours)
SELECT order_id, %(type)s, %(company)s, user_id, stage_id, user_id, entered_at, left_at, began_at,
       extract(epoch FROM left_at - entered_at) / 3600
  FROM (SELECT s.order_id, s.user_id, s.stage_id, s.entered_at,
               lead(s.entered_at) OVER (PARTITION BY s.order_id ORDER BY s.k) AS left_at,
               first_value(s.entered_at) OVER (PARTITION BY s.order_id ORDER BY s.k) AS began_at
          FROM (SELECT o.id AS order_id, o.user_id, k,
                       COALESCE((%(stages)s)[CASE WHEN k <= o.stays THEN (ARRAY[1,2,3,2,3,4,3,4,5,4,5,6])[k] END],
                                %(cancelled)s) AS stage_id,
                       o.moment + (k - 1 + (o.n %% 29) / 31.0) * LEAST(
                           interval '31 hours', (%(today)s::date + 1 - o.moment) / (o.stays + 2)) AS entered_at
                  FROM bench_order o
            CROSS JOIN LATERAL generate_series(1, o.stays + (o.rank IS NULL)::int) AS k) AS s) AS stay;

-- Of every confirmed order an invoice; one of thirty comes back as a credit note, one of twenty is still a draft, one of fifty
-- orders has been passed on to a colleague of the salesperson who invoiced it.
CREATE TEMP TABLE bench_invoice ON COMMIT DROP AS
SELECT nextval('account_move_id_seq')::int AS id, o.id AS order_id, o.n, LEAST(o.day + o.n %% 20, %(today)s::date) AS day,
       o.partner_id, o.user_id, s.amount_untaxed AS untaxed, s.amount_total AS total,
       CASE WHEN o.n %% 30 = 0 THEN -1 ELSE 1 END AS sign, o.n %% 20 <> 7 AS posted, o.n %% 4 <> 1 AS paid
  FROM bench_order o JOIN sale_order s ON s.id = o.id WHERE s.state = 'sale';
CREATE INDEX ON bench_invoice (order_id);

INSERT INTO account_move (id, journal_id, company_id, partner_id, commercial_partner_id, currency_id, invoice_user_id, team_id,
                          name, state, move_type, auto_post, payment_state, date, invoice_date, invoice_date_due,
                          invoice_currency_rate, amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed,
                          amount_total_signed, amount_residual_signed)
SELECT i.id, %(journal)s, %(company)s, i.partner_id, i.partner_id, %(currency)s,
       CASE WHEN i.n %% 50 = 3 THEN (%(managers)s)[1 + i.n %% 20] ELSE i.user_id END, %(team)s,
       CASE WHEN i.posted THEN 'BENCH/' || i.n END, CASE WHEN i.posted THEN 'posted' ELSE 'draft' END,
       CASE WHEN i.sign > 0 THEN 'out_invoice' ELSE 'out_refund' END, 'no',
       CASE WHEN i.paid AND i.posted AND i.sign > 0 THEN 'paid' ELSE 'not_paid' END, i.day, i.day, i.day + 30, 1,
       i.untaxed, i.total - i.untaxed, i.total, r.residual, i.sign * i.untaxed, i.sign * i.total, i.sign * r.residual
  FROM bench_invoice i
  CROSS JOIN LATERAL (SELECT CASE WHEN i.paid AND i.posted AND i.sign > 0 THEN 0 ELSE i.total END AS residual) AS r;

INSERT INTO bas_account_move_order_rel (move_id, order_id)
SELECT i.id, i.order_id FROM bench_invoice i JOIN account_move m ON m.id = i.id
 WHERE m.invoice_user_id IS DISTINCT FROM i.user_id AND m.invoice_user_id IS NOT NULL;

CREATE TEMP TABLE bench_item ON COMMIT DROP AS
SELECT nextval('account_move_line_id_seq')::int AS id, l.id AS order_line_id, i.id AS move_id, i.partner_id, i.sign, i.day, i.posted,
       l.product_id, l.quantity, l.price, l.subtotal
  FROM bench_invoice i JOIN bench_line l ON l.order_id = i.order_id;

INSERT INTO account_move_line (id, move_id, journal_id, company_id, company_currency_id, currency_id, account_id, partner_id,
                               product_id, product_uom_id, parent_state, name, display_type, date, invoice_date, debit, credit,
                               balance, amount_currency, amount_residual, quantity, price_unit, price_subtotal, price_total,
                               is_downpayment)
SELECT l.id, l.move_id, %(journal)s, %(company)s, %(currency)s, %(currency)s, %(income)s, l.partner_id, l.product_id, %(uom)s,
       CASE WHEN l.posted THEN 'posted' ELSE 'draft' END, 'Product', 'product', l.day, l.day,
       CASE WHEN l.sign < 0 THEN l.subtotal ELSE 0 END, CASE WHEN l.sign > 0 THEN l.subtotal ELSE 0 END,
       -l.sign * l.subtotal, -l.sign * l.subtotal, 0, l.quantity, l.price, l.subtotal, l.subtotal * 1.2, false
  FROM bench_item l;
INSERT INTO sale_order_line_invoice_rel (order_line_id, invoice_line_id) SELECT order_line_id, id FROM bench_item;

INSERT INTO account_move_line (move_id, journal_id, company_id, company_currency_id, currency_id, account_id, partner_id,
                               parent_state, display_type, date, invoice_date, date_maturity, debit, credit, balance,
                               amount_currency, amount_residual, quantity, reconciled)
SELECT i.id, %(journal)s, %(company)s, %(currency)s, %(currency)s, part.account, i.partner_id,
       CASE WHEN i.posted THEN 'posted' ELSE 'draft' END, part.kind, i.day, i.day, part.due,
       GREATEST(part.balance, 0), GREATEST(-part.balance, 0), part.balance, part.balance, part.residual, 0, part.residual = 0
  FROM bench_invoice i
  CROSS JOIN LATERAL (VALUES
       ('tax', %(liability_current)s, NULL::date, -i.sign * (i.total - i.untaxed), 0::numeric),
       ('payment_term', %(asset_receivable)s, i.day + 30, i.sign * i.total,
        CASE WHEN i.paid AND i.posted AND i.sign > 0 THEN 0 ELSE i.sign * i.total END)
  ) AS part(kind, account, due, balance, residual);

-- Three of four invoices are paid in full, some of them late.
CREATE TEMP TABLE bench_payment ON COMMIT DROP AS
SELECT nextval('account_move_id_seq')::int AS id, nextval('account_move_line_id_seq')::int AS line_id, t.id AS term_id, i.total,
       i.partner_id, LEAST(i.day + i.n %% 50, %(today)s::date) AS day
  FROM bench_invoice i JOIN account_move_line t ON t.move_id = i.id AND t.display_type = 'payment_term'
 WHERE i.paid AND i.posted AND i.sign > 0;

INSERT INTO account_move (id, journal_id, company_id, partner_id, commercial_partner_id, currency_id, name, state, move_type,
                          auto_post, date, amount_total)
SELECT id, %(bank)s, %(company)s, partner_id, partner_id, %(currency)s, 'BENCH-PAY/' || id, 'posted', 'entry', 'no', day, total
  FROM bench_payment;

INSERT INTO account_move_line (id, move_id, journal_id, company_id, company_currency_id, currency_id, account_id, partner_id,
                               parent_state, display_type, date, date_maturity, debit, credit, balance, amount_currency,
                               amount_residual, quantity, reconciled)
SELECT CASE WHEN part.receivable THEN p.line_id ELSE nextval('account_move_line_id_seq') END, p.id, %(bank)s, %(company)s,
       %(currency)s, %(currency)s, CASE WHEN part.receivable THEN %(asset_receivable)s ELSE %(asset_cash)s END, p.partner_id,
       'posted', CASE WHEN part.receivable THEN 'payment_term' ELSE 'product' END, p.day, p.day, GREATEST(part.balance, 0),
       GREATEST(-part.balance, 0), part.balance, part.balance, 0, 0, part.receivable
  FROM bench_payment p CROSS JOIN LATERAL (VALUES (true, -p.total), (false, p.total)) AS part(receivable, balance);

INSERT INTO account_partial_reconcile (debit_move_id, credit_move_id, debit_currency_id, credit_currency_id, company_id, max_date,
                                       amount, debit_amount_currency, credit_amount_currency)
SELECT term_id, line_id, %(currency)s, %(currency)s, %(company)s, day, total, total, total FROM bench_payment;

INSERT INTO bas_event (status_id, category, company_id, user_id, partner_id, commercial_partner_id, importance, name, event_type,
                       direction, subject, start, stop, duration, active, create_date)
SELECT (%(statuses)s)[1 + i %% 3], (ARRAY['planned', 'done', 'cancelled'])[1 + i %% 3], %(company)s, p.user_id, p.id, p.id, '1',
       'BENCH-' || i, (ARRAY['call', 'meeting', 'email', 'sms', 'other'])[1 + i %% 5], 'out', 'Event', m.start,
       m.start + interval '30 minutes', 0.5, true, m.start
  FROM (SELECT i, date_trunc('minute', %(today)s::timestamp + interval '30 days' - random() * interval '1096 days') AS start,
               CASE WHEN i <= %(of_one)s THEN 1 ELSE 1 + floor(random() * %(partners)s)::int END AS partner
          FROM generate_series(1, %(events)s) AS i) AS m
  JOIN bench_partner p ON p.n = m.partner;

INSERT INTO crm_lead (name, type, user_id, team_id, company_id, stage_id, source_id, partner_id, active, create_date, decision,
                      decision_date, probability, won_status, partner_name, phone, phone_sanitized, phone_search,
                      email_from, email_normalized)
SELECT 'BENCH-' || i, 'lead', (%(managers)s)[1 + i %% 21], %(team)s, %(company)s,
       (%(lead_stages)s)[1 + i %% array_length(%(lead_stages)s, 1)], (%(sources)s)[1 + i %% array_length(%(sources)s, 1)],
       CASE WHEN i %% 10 < 3 THEN p.id END, i %% 10 <> 9, m.day,
       CASE WHEN i %% 10 < 3 THEN 'customer' WHEN i %% 10 = 9 THEN 'junk' END,
       CASE WHEN i %% 10 IN (0, 1, 2, 9) THEN m.day + interval '3 days' END, 0, 'pending',
       'Prospect ' || i, m.phone, m.phone, m.phone, m.email, m.email
  FROM (SELECT i, '+38050' || lpad(i::text, 7, '0') AS phone, 'prospect' || i || '@bench.example' AS email,
               %(today)s::timestamp - random() * interval '1096 days' AS day,
               1 + floor(random() * %(partners)s)::int AS partner
          FROM generate_series(1, %(leads)s) AS i) AS m
  JOIN bench_partner p ON p.n = m.partner;

-- A firm that has just moved here: sales of the former program on the same days, one for ten lines of orders, a fifth by months.
UPDATE res_company SET bas_moved_on = %(today)s WHERE id = %(company)s;
INSERT INTO bas_sales_history (date, period, document, product_id, partner_id, user_id, team_id, quantity, amount, cost, company_id)
SELECT CASE WHEN i %% 5 = 0 THEN date_trunc('month', m.day)::date ELSE m.day END, CASE WHEN i %% 5 = 0 THEN 'month' ELSE 'day' END,
       'BENCH-' || i, d.id, p.id, p.user_id, %(team)s, m.quantity, m.quantity * (100 + m.product), m.quantity * (60 + m.product * 0.6),
       %(company)s
  FROM (SELECT i, %(today)s::date - 1 - floor(random() * 1095)::int AS day, 1 + floor(random() * 2000)::int AS product,
               1 + floor(random() * 9)::int AS quantity, 1 + floor(random() * %(partners)s)::int AS partner
          FROM generate_series(1, %(history)s) AS i) AS m
  JOIN bench_partner p ON p.n = m.partner
  JOIN unnest(%(products)s) WITH ORDINALITY AS d(id, n) ON d.n = m.product;
