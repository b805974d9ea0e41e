"""What the benchmark makes of its measurements."""
import ast
from pathlib import Path

import pytest
from bench import inside, runner


def measured(small, large, **bounds):
    return {100: {'report: figure': {'medians': small, 'must': {}, 'growth': None, **bounds}},
            10_000: {'report: figure': {'medians': large, 'must': {}, 'growth': None, **bounds}}}


def test_ratios_stand_beside_their_rivals_and_growth_between_the_firms(capsys):
    code = runner.report(measured({'ours': 0.1, 'best SQL': 0.2}, {'ours': 1.0, 'best SQL': 0.8}))
    told = capsys.readouterr().err
    assert code == 0
    assert told.split() == ['report:', 'figure', '100', 'lines:', 'ours', '/', 'best', 'SQL', '0.50', '10000', 'lines:', 'ours',
                            '/', 'best', 'SQL', '1.25', 'growth,', 'exponent', 'from', '100', 'to', '10000', '0.50']


@pytest.mark.parametrize(('bounds', 'sign'), [
    ({'must': {'best SQL': 1.3}}, '(must: 1.3)'),
    ({'growth': 0.4}, '(must: 0.4)'),
])
def test_what_is_out_of_its_bound_is_marked_and_fails(bounds, sign, capsys):
    assert runner.report(measured({'ours': 0.1, 'best SQL': 0.1}, {'ours': 1.4, 'best SQL': 1.0}, **bounds)) == 1
    marked = [line for line in capsys.readouterr().err.splitlines() if '✗' in line]
    assert len(marked) == 1 and marked[0].endswith(sign)


def test_calls_take_turns_and_the_first_turn_is_not_counted():
    class Environment:
        def invalidate_all(self):
            calls.append('forget')

    calls = []
    medians = inside._time_in_turns(Environment(), {name: lambda name=name: calls.append(name) for name in 'ab'})
    assert calls == ['forget', 'a', 'forget', 'b'] * (inside.ROUNDS + 1)
    assert set(medians) == {'a', 'b'}


@pytest.mark.parametrize('name', runner.CASES)
def test_every_case_tells_its_figures(name):
    # read, not run: the files import what is there in Odoo only
    source = Path(runner.__file__).parent / 'cases' / f'{name}.py'
    assert 'figures' in {node.name for node in ast.parse(source.read_text()).body if isinstance(node, ast.FunctionDef)}
