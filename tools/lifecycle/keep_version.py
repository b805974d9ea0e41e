#!/usr/bin/env python3
"""Keep what this version of the add-on stores, for the test of updates: ``python3 tools/lifecycle/keep_version.py``.

Run when a version is released, before the next one is begun. Standard library only.
"""
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from runtime.addons import manifest  # noqa: E402
from runtime.console import Stop, run_main, say  # noqa: E402
from runtime.database import copy_template  # noqa: E402
from runtime.odoo import odoo_runtime  # noqa: E402
from runtime.paths import PRODUCT  # noqa: E402

BEFORE, AFTER = 'bas_crm_keep_before', 'bas_crm_keep_after'
#: rows that come from now on have ids that no row of core has, see kept.py
SET_IDS_APART = r"""
env.cr.execute("SELECT setval(quote_ident(sequencename), 1000000) FROM pg_sequences WHERE sequencename LIKE '%\_id\_seq'")
env.cr.commit()
"""


def main():
    version = manifest(PRODUCT)['version']
    path = HERE / 'versions' / f'{version}.json.xz'
    with odoo_runtime(for_tests=True) as odoo:
        log = copy_template(odoo, BEFORE, [PRODUCT])
        run_script(odoo, BEFORE, (HERE / 'versions/base.py').read_text() + SET_IDS_APART)
        odoo.run('db', 'drop', AFTER, log=log, check=False)
        odoo.run('db', 'duplicate', BEFORE, AFTER, log=log)
        odoo.run('-d', AFTER, '-i', PRODUCT, '--stop-after-init', log=log)
        run_script(odoo, AFTER, (HERE / 'versions/work.py').read_text())
        subprocess.run([odoo.python / 'bin/python', HERE / 'kept.py', 'keep', BEFORE, AFTER, path], env=odoo.env, check=True)
        for database in (BEFORE, AFTER):
            odoo.run('db', 'drop', database, log=log)
    say(f'✓ {path.name}: {path.stat().st_size // 1024} kB')


def run_script(odoo, database, script):
    done = subprocess.run(odoo.command('shell', '-d', database, '--no-http', '--log-level=warn'), env=odoo.env, text=True,
                          input=script, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode or 'Traceback' in done.stdout:
        raise Stop(done.stdout)


run_main(main)
