"""Odoo's own test suites for the modules we extend, run without us and with us.

Standard library only.
"""
import ast
import hashlib
import json
import re

from runtime.addons import OWN, dependencies
from runtime.console import Stop, say, step
from runtime.database import discard, template_name
from runtime.odoo import odoo_runtime
from runtime.paths import PRODUCT, of_checkout
from runtime.system import free_port, only_one

from .suites import ensure_programs

#: those that we extend; others by name
MODULES = ('calendar', 'crm', 'hr_calendar', 'sale', 'sale_crm', 'sale_management', 'sales_team')
DATABASE = of_checkout('bas_crm_core')

#: the logger is the module's own, or Odoo's for what fails before a class has its first test
_FAILURE = re.compile(r' ERROR \S+ (odoo\.\S+): (?:FAIL|ERROR): (.+?)\s*$', re.M)
_TOTAL = re.compile(r'odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests')


def run_core_suites(names=(), fresh=False):
    """Compare what fails with us to what fails without; in English, which these tests are written for.

    :param names: modules of Odoo whose suites run; those beyond our dependencies are installed, too; none: :data:`MODULES`
    :param fresh: run the suites without us again, although their result is cached
    :return: exit code: 1 when something fails with us only
    """
    check_names(names)
    modules = sorted(set(names or MODULES))
    with odoo_runtime(for_tests=True) as odoo, only_one(f'database-{DATABASE}'):
        _require_installable(odoo, modules)
        ensure_programs()
        addons, tags = sorted({*dependencies(PRODUCT), *modules}), [f'/{name}' for name in modules]
        without = _without_us(odoo, addons, tags, fresh)
        if not without['tests']:
            raise Stop(f"no test of {', '.join(tags)} ran, see {without['log']}")
        _tell('without bas_crm', without)
        with_us = _run(odoo, 'core-with.log', [*addons, PRODUCT], tags)
        _tell('with bas_crm', with_us)
        suspects = set(with_us['failures']) - set(without['failures'])
        new = _fails_again(odoo, addons, sorted(suspects))
    for name in new:
        say(f'✗ fails only with {PRODUCT}: {name}')
    failed = len(with_us['failures']) - len(suspects) + len(new)
    print(f"core: {with_us['tests'] - failed} passed, {failed} failed", flush=True)
    return 1 if new or with_us['tests'] < without['tests'] else 0


def check_names(names):
    """Refuse what cannot be a module of Odoo, before anything is begun."""
    if any(name.startswith('-') for name in names):
        raise Stop(f"--core takes no arguments of pytest: {' '.join(names)}")
    for name in names:
        if not re.fullmatch(r'[a-z][a-z0-9_]*', name):
            raise Stop(f"'{name}' is no name of a module: small Latin letters, digits and _")
        if name in OWN:
            raise Stop(f"{name} is ours; --core runs the suites of Odoo's modules, and bin/test {name} those of ours")


def _require_installable(odoo, names):
    for name in names:
        found = [path for folder in odoo.source.addons_path if (path := folder / name / '__manifest__.py').is_file()]
        if not found:
            raise Stop(f"there is no module '{name}' in this Odoo ({odoo.source.version})")
        if not ast.literal_eval(found[0].read_text()).get('installable', True):
            raise Stop(f"module '{name}' of this Odoo cannot be installed: its manifest says so")


def _without_us(odoo, addons, tags, fresh):
    suites = hashlib.sha256(','.join([*addons, *tags]).encode()).hexdigest()[:6]
    cached = odoo.home / f'{template_name(odoo, addons, None)}-core-{suites}.json'
    if fresh or not cached.is_file():
        cached.write_text(json.dumps(_run(odoo, 'core-without.log', addons, tags)))
    return json.loads(cached.read_text())


def _run(odoo, log_name, addons, tags):
    """Install ``addons`` in a fresh database, so that a test of a module runs right after it as Odoo means it to.

    :return: {'tests': how many ran, 'failures': test tags of those that failed, 'log': where to read more}
    """
    log = odoo.home / log_name
    with step(f"Odoo's own tests ({', '.join(tags)}) with {', '.join(addons)}"):
        discard(odoo, DATABASE)
        odoo.run('-d', DATABASE, '-i', ','.join(addons), '--test-tags', ','.join(tags), '--http-port', free_port(),
                 '--stop-after-init', log=log, check=False)
    text = log.read_text()
    failures = sorted({_tag(*found) for found in _FAILURE.findall(text)})
    total = _TOTAL.search(text)
    if not total or (int(total[1]) + int(total[2]) and not failures):
        raise Stop(f'the tests broke off, see {log}\n' + '\n'.join(text.splitlines()[-15:]))
    return {'tests': int(total[3]), 'failures': failures, 'log': str(log)}


def _tag(logger, title):
    """:return: what selects a test that Odoo's log names: ``/module:Class.method``, or its class"""
    module = re.search(r'odoo\.addons\.(\w+)', f'{logger} {title}')[1]
    if found := re.match(r'(?:setUp|tearDown)Class \(.*?(\w+)\)', title):
        return f'/{module}:{found[1]}'
    return f"/{module}:{title.removeprefix('Subtest ').split()[0]}"


def _fails_again(odoo, addons, tags):
    """A browser test may stumble on a busy machine; what fails twice does fail.

    :return: those of ``tags`` that fail again
    """
    return _run(odoo, 'core-again.log', [*addons, PRODUCT], tags)['failures'] if tags else []


def _tell(title, result):
    say(f"  {title}: {result['tests']} tests, {len(result['failures'])} fail ({result['log']})")
    for name in result['failures']:
        say(f'    {name}')
