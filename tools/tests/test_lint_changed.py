"""What differs from main, committed or not, is read by the slow checks; where there is no main, all is."""
import subprocess
from pathlib import Path

import pytest
from lint import changed


@pytest.fixture
def branch(repository):
    """A checkout on a branch of its own, in which nothing has changed yet."""
    root = repository({'shop/order.py': '', 'shop/line.py': '', 'shop/view.xml': '', 'tools/run.py': ''}).root
    git(root, 'checkout', '-q', '-b', 'main')
    commit(root)
    git(root, 'checkout', '-q', '-b', 'work')
    return root


def git(root, *arguments):
    subprocess.run(['git', '-c', 'user.name=Olena', '-c', 'user.email=olena@shop.example', *arguments], cwd=root, check=True)


def commit(root):
    git(root, 'add', '.')
    git(root, 'commit', '-q', '-m', 'Work')


def found(root):
    return changed.changed_files(root, ['shop'], '.py')


def test_nothing_changed(branch):
    assert found(branch) == []


def test_what_is_committed_what_is_not_and_what_is_new(branch):
    (branch / 'shop/order.py').write_text('x = 1')
    commit(branch)
    (branch / 'shop/line.py').write_text('x = 1')
    (branch / 'shop/новий.py').write_text('')
    assert found(branch) == [Path('shop/line.py'), Path('shop/order.py'), Path('shop/новий.py')]


def test_other_folders_and_other_files_do_not_count(branch):
    for name in ('shop/view.xml', 'tools/run.py'):
        (branch / name).write_text('x = 1')
    assert found(branch) == []


def test_a_file_that_is_gone_and_one_that_moved(branch):
    (branch / 'shop/line.py').unlink()
    git(branch, 'mv', 'shop/order.py', 'shop/sale.py')
    assert found(branch) == [Path('shop/sale.py')]


def test_what_main_got_meanwhile_is_not_ours(branch):
    git(branch, 'checkout', '-q', 'main')
    (branch / 'shop/order.py').write_text('x = 1')
    commit(branch)
    git(branch, 'checkout', '-q', 'work')
    assert found(branch) == []


def test_without_a_branch_to_compare_with(branch):
    git(branch, 'branch', '-q', '-D', 'main')
    assert found(branch) is None
