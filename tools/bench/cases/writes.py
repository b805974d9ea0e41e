"""What our indexes cost where documents are written: an import of orders, confirming, posting; with them and without them."""
import time
from pathlib import Path

from odoo import models
from odoo.tools.sql import make_index_name

from bench.inside import Figure
from bench.timing import Prepared

#: records of one call: many short calls in turn tell more than a few long ones
ORDERS, CONFIRMED, POSTED = 10, 5, 5
#: of the time without our indexes
MUST = 1.05
#: one call differs from the next by more than the indexes cost: many are needed for a median
ROUNDS = 15


def figures(env, firm):
    env = env(su=True)
    for title, choose in (('import of orders', _import_orders), ('confirming', _confirm), ('posting', _post)):
        without = Prepared(choose(env, firm), lambda call: _drop(env, call))
        yield Figure(title, choose(env, firm), {'without our indexes': without}, {'without our indexes': MUST},
                     rounds=ROUNDS, clock=make_clock(env))


def make_clock(env):
    """Seconds of work of this process and of PostgreSQL's: what is asked is a few hundredths, which the wall clock of a busy
    machine does not tell."""
    env.cr.execute('SELECT pg_backend_pid()')
    worked = Path(f'/proc/{env.cr.fetchone()[0]}/schedstat')  # in billionths
    if not worked.is_file():  # PostgreSQL is on another machine
        return time.perf_counter
    return lambda: time.process_time() + int(worked.read_text().split()[0]) / 1e9


def _import_orders(env, firm):
    """As the import sends a file: each order with its lines below it."""
    partners = env['res.partner'].search([('ref', '=like', 'BENCH-%')], limit=ORDERS)
    rows = [[partner.id if not line else '', firm.products[line].id, 2, 100] for partner in partners for line in range(4)]
    names = ['partner_id/.id', 'order_line/product_id/.id', 'order_line/product_uom_qty', 'order_line/price_unit']

    def load():
        done = env['sale.order'].load(names, rows)
        if not done['ids']:
            raise ValueError(done['messages'])
    return load


def _confirm(env, firm):
    # an order with offers waits for the choice of one
    drafts = [('name', '=like', 'BENCH-%'), ('state', '=', 'draft'), ('offer_ids', '=', False)]
    return env['sale.order'].search(drafts, order='id desc', limit=CONFIRMED).action_confirm


def _post(env, firm):
    drafts = [('move_type', '=', 'out_invoice'), ('state', '=', 'draft')]
    moves = env['account.move'].search(drafts, order='id desc', limit=POSTED)
    return moves.action_post


# ------------------------------------------------------------
# Our indexes
# ------------------------------------------------------------

def find_indexes(env):
    """:return: {name of an index: its model} of ours, on tables of core and on our own; those of constraints stay"""
    found = {}
    for model in env.values():
        if model._abstract or not model._auto:
            continue
        names = [table_object.full_name(model) for table_object in model._table_objects.values()
                 if isinstance(table_object, models.Index) and table_object._module == 'bas_crm']
        names += [make_index_name(model._table, field.name) for field in model._fields.values()
                  if field.store and field.index and field._module == 'bas_crm']
        found.update(dict.fromkeys(names, model._name))
    return found


def _drop(env, call):
    """Drop those of our indexes that the call itself does not look into: without the others it would be slower, not faster."""
    names = list(find_indexes(env))
    env.cr.execute("""
        SELECT quote_ident(relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace AND nspname = current_schema()
         WHERE relname = ANY(%s) AND relkind = 'i' AND relname <> ALL(%s)""", [names, _find_used(env, call, names)])
    if dropped := [name for name, in env.cr.fetchall()]:
        env.cr.execute(f"DROP INDEX {', '.join(dropped)}")


#: what each call looks into, found once
_used = {}


def _find_used(env, call, names):
    if call not in _used:
        counted = """SELECT relname, pg_stat_get_xact_numscans(oid) FROM pg_class WHERE relname = ANY(%s) AND relkind = 'i'"""
        env.cr.execute(counted, [names])
        before = dict(env.cr.fetchall())
        savepoint = env.cr.savepoint(flush=False)
        call()
        env.cr.flush()
        env.cr.execute(counted, [names])
        _used[call] = [name for name, scans in env.cr.fetchall() if scans > before[name]]
        env.cr.precommit.clear()
        env.cr.postcommit.clear()
        env.clear()
        savepoint.close(rollback=True)
    return _used[call]
