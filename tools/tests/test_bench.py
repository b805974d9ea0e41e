"""What the benchmark asks, and what it makes of its measurements."""
import importlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bench import runner, table, timing
from bench.case import HEAD, SELLER, Case
from runtime.paths import CHECKOUT, PRODUCT

VIEWS = CHECKOUT / PRODUCT / 'views'
#: menus that are opened by an administrator once, and lists of a few records
RARE = ('settings_menu', 'setup_first_menu')
#: actions that no menu opens, and that people open every day
BY_BUTTONS = ('bas_partner_history_action', 'bas_plan_fact_report_action')
#: those that compare figures with SQL import Odoo, and hold no screens
WITH_ODOO = {'funnel', 'managers', 'moving_in', 'plan_fact', 'writes'}


def read_cases():
    return [case for name in runner.CASES if name not in WITH_ODOO
            for case in importlib.import_module(f'bench.cases.{name}').CASES]


def find_screens():
    """:return: ``{(action, kind of view)}`` of our menus but the rare ones, as the files of the add-on have them"""
    records = {record.get('id'): record for path in VIEWS.rglob('*.xml') for record in ET.parse(path).iter('record')}
    menus = ET.parse(VIEWS / 'bas_crm_menus.xml').getroot()
    rare = {menu for parent in menus.iter('menuitem') if parent.get('id') in RARE for menu in parent.iter('menuitem')}
    actions = [menu.get('action') for menu in menus.iter('menuitem') if menu.get('action') and menu not in rare]
    return {(action, kind) for action in (*actions, *BY_BUTTONS) if action in records for kind in get_kinds(records[action])}


def get_kinds(action):
    texts = {field.get('name'): field.text for field in action.iter('field')}
    if action.get('model') == 'ir.actions.act_window':
        return texts.get('view_mode', 'list,form').split(',')
    # a screen of its own; one of the server opens a report
    return ['client' if action.get('model') == 'ir.actions.client' else 'pivot']


def find_missing(cases):
    return find_screens() - {key for case in cases for key in getattr(case.ours, 'keys', ())}


def test_every_screen_of_our_menus_has_a_case():
    screens = find_screens()
    assert {('bas_funnel_report_action', 'bas_funnel'), ('bas_manager_report_action', 'bas_managers'),
            ('crm_lead_action', 'kanban'), ('calendar_event_action_board', 'calendar')} <= screens
    assert not find_missing(read_cases())


def test_a_screen_without_a_case_is_noticed():
    cases = [case for case in read_cases() if ('crm_lead_action', 'kanban') not in getattr(case.ours, 'keys', ())]
    assert find_missing(cases) == {('crm_lead_action', 'kanban')}


def test_every_indicator_and_reading_is_asked():
    titles = ' '.join(case.title for case in read_cases())
    for part in ('revenue', 'orders of a', 'debt', 'events of a', 'leads of a', 'flow of a', 'cohort of a', 'funnel now'):
        assert part in titles


def test_titles_tell_cases_apart():
    for name in set(runner.CASES) - WITH_ODOO:
        titles = [case.title for case in importlib.import_module(f'bench.cases.{name}').CASES]
        assert len(titles) == len(set(titles)), name


def test_every_file_of_cases_is_a_list_or_figures():
    for name in runner.CASES:
        source = (Path(runner.__file__).parent / 'cases' / f'{name}.py').read_text()
        assert 'def figures(env, firm):' in source if name in WITH_ODOO else 'CASES = [' in source
    assert all(isinstance(case, Case) for case in read_cases())


# ------------------------------------------------------------
# Judged
# ------------------------------------------------------------

def say_case(ours, core=(1.0, 10), who=HEAD, title='screen', **bounds):
    """What the program in Odoo says of a case: (seconds, queries) of ours and of core's."""
    return {'case': 'room', 'title': title, 'who': who, 'taken': {'ours': ours, 'core': core}, 'must': {'core': 1.0}, **bounds}


def judge(**firms):
    return table.judge({int(name.removeprefix('of_')): rows for name, rows in firms.items()})


def test_what_is_within_its_bounds_has_no_fault():
    rows = judge(of_10000=[say_case((0.1, 10), growth=0.75)], of_1000000=[say_case((0.9, 12), more_queries=6, growth=0.75)])
    assert [row.faults for row in rows] == [[], []]
    assert rows[1].cells == ('1000000', 'room: screen', 'head', '900.0', 'core', '1000.0', '0.90', '1.00', '✓', '12 / 10', '0.48')


@pytest.mark.parametrize(('said', 'fault'), [
    (say_case((1.1, 10)), 'time'),
    (say_case((0.5, 17), more_queries=6), 'queries'),
    (say_case((0.5, 14), query_ratio=1.3), 'queries'),
])
def test_what_is_out_of_its_bound_is_marked(said, fault):
    assert [row.faults for row in judge(of_100000=[said])] == [[fault]]


def test_ratios_of_a_small_firm_are_told_and_not_judged():
    assert [row.faults for row in judge(of_10000=[say_case((3.0, 10))])] == [[]]


def test_growth_is_judged_between_the_smallest_and_the_largest_firm():
    small, large = say_case((0.01, 10), growth=0.75), say_case((0.9, 10), growth=0.75)
    assert [row.faults for row in judge(of_10000=[small], of_1000000=[large])] == [[], ['growth over 0.75']]


def test_a_salesperson_pays_for_the_own_part_of_the_firm():
    rows = judge(of_100000=[say_case((0.8, 10)), say_case((0.4, 10), who=SELLER, share=0.3)])
    assert [row.faults for row in rows] == [[], ["0.50 of the head's time"]]


def test_a_case_that_fails_or_is_not_asked_in_a_firm_is_a_fault():
    failed = {**say_case((1, 1)), 'taken': {}, 'error': 'AccessError: no'}
    rows = judge(of_10000=[say_case((0.5, 10), title='forgotten'), failed], of_100000=[failed])
    assert [row.faults for row in rows] == [['missing'], [], ['error'], ['error']]


@pytest.mark.parametrize(('error', 'faults'), [
    ('FindsNothing: sale.order finds nothing', [[], ['error']]), ('not offered', [[], []]),
    ('KeyError: x', [['error'], ['error']])])
def test_a_case_that_times_nothing_is_a_fault_in_a_large_firm(error, faults):
    said = {**say_case((1, 1)), 'taken': {}, 'error': error}
    assert [row.faults for row in judge(of_10000=[said], of_100000=[said])] == faults


def test_the_page_is_made_of_the_table():
    rows = judge(of_10000=[say_case((0.5, 10))], of_100000=[say_case((0.9, 10)), say_case((1.2, 10), who=SELLER)])
    page = table.write_page(rows, {'cores': 2, 'memory': '24 GiB', 'postgresql': '15', 'python': '3.11', 'date': '2026-03-10'})
    assert '2 cores, 24 GiB, PostgreSQL 15, Python 3.11, 2026-03-10' in page
    assert '## 100 000 order lines' in page and '## 10 000' not in page
    assert '| room: screen | salesperson | 1200.0 | core | 1000.0 | 1.20 | 1.00 | ✗ time | 10 / 10 |  |' in page


# ------------------------------------------------------------
# Timed
# ------------------------------------------------------------

class Cursor:
    """Counts what is asked, undone and flushed."""

    def __init__(self):
        self.sql_log_count, self.done = 0, []
        self.precommit = self.postcommit = self

    def savepoint(self, flush):
        return self

    def close(self, rollback):
        self.done.append('rollback' if rollback else 'keep')

    def flush(self):
        self.sql_log_count += 2

    def clear(self):
        pass


class Environment:
    def __init__(self):
        self.cr = Cursor()

    def clear(self):
        pass


def test_calls_take_turns_and_nothing_stays():
    calls, env = [], Environment()
    taken = timing.time_in_turns(env, {name: lambda name=name: calls.append(name) for name in 'ab'})
    assert calls == ['a', 'b'] * (timing.ROUNDS + 1)
    assert env.cr.done == ['rollback'] * len(calls)
    assert [queries for _seconds, queries in taken.values()] == [2, 2]


def test_what_is_prepared_is_not_timed_and_is_undone():
    env, done = Environment(), []

    def prepare(call):
        done.append('prepared')
        env.cr.sql_log_count += 40

    taken = timing.time_in_turns(env, {'ours': timing.Prepared(lambda: done.append('called'), prepare)}, rounds=1)
    assert done == ['prepared', 'called'] * 2 and env.cr.done == ['rollback'] * 2
    assert taken['ours'][1] == 2


def test_the_first_turn_warms_up_and_is_not_counted():
    env, asked = Environment(), iter([50] + [0] * timing.ROUNDS)

    def call():
        env.cr.sql_log_count += next(asked)

    assert timing.time_in_turns(env, {'ours': call})['ours'][1] == 2
