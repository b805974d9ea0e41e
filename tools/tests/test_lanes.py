"""Tests side by side: dealt out by what they took last, each lane in a database of its own, nobody waits for nothing."""
import json
import threading
from types import SimpleNamespace

import pytest
from runtime.console import Stop
from testing import lanes

SUITES = {'tools': (None, []), 'shop': ('shop_test', ['shop']), 'demo': ('demo_test', ['shop', 'demo'])}


def unit(path, seconds, suite='shop'):
    return suite, path, float(seconds)


class TestDeal:

    def test_the_largest_first(self):
        shares = lanes.deal([unit('a', 10), unit('b', 50), unit('c', 40), unit('d', 30)], 2)
        assert shares == [{'shop': ['a', 'b']}, {'shop': ['c', 'd']}]

    def test_without_durations_they_alternate(self):
        shares = lanes.deal([unit(name, lanes.UNKNOWN) for name in 'abcdefghij'], 2)
        assert shares == [{'shop': list('acegi')}, {'shop': list('bdfhj')}]

    def test_whole_suites_are_dealt_out_too(self):
        units = [unit('tools', 10, 'tools'), unit('demo', 35, 'demo'), unit('a', 60), unit('b', 20)]
        assert lanes.deal(units, 2) == [{'shop': ['a']}, {'tools': ['tools'], 'demo': ['demo'], 'shop': ['b']}]

    def test_a_suite_in_two_lanes_is_prepared_at_once_and_awaited_last(self):
        units = [unit('a', 60), unit('b', 50), unit('tools', 20, 'tools'), unit('demo', 10, 'demo')]
        assert [list(share) for share in lanes.deal(units, 2)] == [['shop', 'demo'], ['tools', 'shop']]

    @pytest.mark.parametrize('units', [[], [unit('a', 200)], [unit('a', 20), unit('b', 20)]])
    def test_one_lane_is_enough(self, units):
        assert len(lanes.deal(units, 2)) <= 1

    def test_nothing_is_lost_and_nothing_runs_twice(self):
        units = [unit(str(number), number % 7) for number in range(100)]
        dealt = [path for share in lanes.deal(units, 3) for paths in share.values() for path in paths]
        assert sorted(dealt) == sorted(path for _suite, path, _seconds in units)


@pytest.fixture
def checkout(repository, monkeypatch):
    root = repository({
        'shop/tests/orders/test_order.py': 'class TestOrder:\n    def test_total(self): pass',
        'shop/tests/test_line.py': 'class TestLine:\n    def test_price(self): pass',
        'shop/tests/common.py': ''}).root
    monkeypatch.setattr(lanes, 'CHECKOUT', root)
    return root


class TestSplit:

    def test_files(self, checkout):
        assert lanes.split_suite(['shop'], None) == ['shop/tests/orders/test_order.py', 'shop/tests/test_line.py']
        assert lanes.split_suite(['shop/tests/orders', 'shop/tests/test_line.py::TestLine'], None) == [
            'shop/tests/orders/test_order.py', 'shop/tests/test_line.py::TestLine']

    def test_files_with_a_match(self, checkout):
        assert lanes.split_suite(['shop'], 'price') == ['shop/tests/test_line.py']
        assert lanes.split_suite(['shop/tests/test_line.py::TestLine'], 'total') == []


class TestDurations:

    def test_they_are_learnt(self, checkout):
        path = checkout / 'durations.json'
        assert lanes.Durations(path).guess('shop') == 2 * lanes.UNKNOWN
        lanes.Durations(path).learn([
            ('shop.tests.test_line.TestLine', 'test_price', 1.5), ('shop.tests.test_line.TestLine', 'test_sum', 2),
            ('shop.tests.test_line', 'test_alone', 1), ('shop.tests.test_gone.TestGone', 'test_it', 9),
            ('', 'installation_log', 0)])
        assert json.loads(path.read_text()) == {'shop/tests/test_line.py': 4.5}
        assert lanes.Durations(path).guess('shop') == 4.5 + lanes.UNKNOWN
        assert lanes.Durations(path).guess('shop/tests/test_line.py::TestLine') == 4.5

    def test_results_of_pytest(self, tmp_path):
        results = tmp_path / 'results.xml'
        assert lanes.read_cases(results) == []
        results.write_text('<testsuites><testsuite><testcase classname="shop.TestLine" name="test_price" time="1.25"/>'
                           '</testsuite></testsuites>')
        assert lanes.read_cases(results) == [('shop.TestLine', 'test_price', 1.25)]


class TestDatabases:

    @pytest.fixture
    def databases(self, tmp_path, monkeypatch):
        """Those of two lanes, and what was done to make them."""
        monkeypatch.setattr('runtime.system.CACHE', tmp_path)
        done = []
        monkeypatch.setattr(lanes, 'create_database', lambda odoo, name, addons: done.append(f'create {name}') or 'install.log')
        monkeypatch.setattr(lanes, 'ensure_database', lambda odoo, name, addons: done.append(f'update {name}'))
        monkeypatch.setattr(lanes, 'copy_database', lambda odoo, source, name, addons: done.append(f'copy {source} {name}'))

        def make(shares, keep=False):
            return lanes.Databases(SimpleNamespace(), SUITES, shares, keep), done
        return make

    def test_it_is_installed_once(self, databases):
        made, done = databases([{'shop': ['a']}, {'tools': ['tools'], 'shop': ['b']}])
        with made.use('shop', 0) as log, made.use('shop', 1) as nothing:
            assert (log, nothing) == ('install.log', None)
        assert done == ['create shop_test', 'copy shop_test shop_test_2']
        assert [made.name('shop', lane) for lane in (0, 1)] == ['shop_test', 'shop_test_2']

    def test_a_suite_of_the_second_lane_alone_has_the_first_name(self, databases):
        made, done = databases([{'shop': ['a']}, {'demo': ['demo']}], keep=True)
        with made.use('demo', 1):
            assert (made.name('demo', 1), done) == ('demo_test', ['update demo_test'])

    def test_the_second_lane_waits(self, databases):
        made, done = databases([{'shop': ['a']}, {'shop': ['b']}])

        def work():
            with made.use('shop', 1):
                done.append('work')
        second = threading.Thread(target=work, daemon=True)
        second.start()
        second.join(0.2)
        assert done == []
        with made.use('shop', 0):
            second.join(10)
        assert done == ['create shop_test', 'copy shop_test shop_test_2', 'work']

    def test_it_does_not_wait_for_a_database_that_fails(self, databases, monkeypatch):
        def fail(*_arguments):
            raise Stop('no room left')
        made, _done = databases([{'shop': ['a']}, {'shop': ['b']}])
        monkeypatch.setattr(lanes, 'create_database', fail)
        with pytest.raises(Stop, match='no room left'), made.use('shop', 0):
            pass
        with pytest.raises(Stop, match='its database was not made'), made.use('shop', 1):
            pass

    def test_it_does_not_wait_for_a_lane_that_ended(self, databases):
        made, _done = databases([{'shop': ['a']}, {'shop': ['b']}])
        made.leave(0)
        with pytest.raises(Stop, match='its database was not made'), made.use('shop', 1):
            pass
