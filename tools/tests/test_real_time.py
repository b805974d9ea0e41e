"""Durations are real where tests stop the clock."""
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

from runtime.paths import TOOLS

TESTS = """
import unittest
from datetime import date
from freezegun import freeze_time

@freeze_time('1990-02-02')
class TestOrder(unittest.TestCase):
    def test_day(self):
        self.assertEqual(date.today(), date(1990, 2, 2))

class TestClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        clock = freeze_time('1990-02-02')
        clock.start()
        cls.addClassCleanup(clock.stop)

    def test_day(self):
        self.assertEqual(date.today(), date(1990, 2, 2))
"""


def test_a_frozen_test_takes_no_longer_than_it_does(tmp_path):
    (tmp_path / 'test_shop.py').write_text(TESTS)
    done = subprocess.run(
        [sys.executable, '-m', 'pytest', '-p', 'testing.real_time', '--junitxml=results.xml', 'test_shop.py'],
        cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        env={**os.environ, 'PYTHONPATH': str(TOOLS), 'PYTEST_DISABLE_PLUGIN_AUTOLOAD': '1'})
    assert done.returncode == 0, done.stdout
    assert all(0 <= float(case.get('time')) < 60 for case in ET.parse(tmp_path / 'results.xml').iter('testcase'))
