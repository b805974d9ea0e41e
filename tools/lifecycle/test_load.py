"""``bin/load`` runs: two servers, one client, two seconds."""
from client import DATABASE
from load.mark import CORE, OURS
from load.mix import CYCLE, MIX
from load.runner import measure
from load.table import write_table
from runtime.database import copy_database, copy_template, discard
from runtime.paths import PRODUCT

FIRMS = {OURS: f'{DATABASE}_load', CORE: f'{DATABASE}_load_core'}


def test_one_client_works_at_both_servers(odoo):
    copy_template(odoo, FIRMS[CORE], [PRODUCT])
    copy_database(odoo, DATABASE, FIRMS[OURS], [PRODUCT])
    try:
        measured = measure(odoo, FIRMS, [1], seconds=2, records=8)
    finally:
        for name in FIRMS.values():
            discard(odoo, name)
    assert measured.keys() == {1}
    for side in measured[1].values():
        assert not side.errors
        assert len(side.samples) % CYCLE == 0 and len(side.samples) >= 2 * CYCLE
        assert {sample.operation for sample in side.samples} == MIX.keys()
    assert ' all ' in write_table(measured)
