"""Lines of a field are given by names of commands."""
import pytest
from lint import commands


@pytest.mark.parametrize('text', [
    "vals = {'line_ids': [(0, 0, {'name': name})]}", "vals = {'tag_ids': [(6, 0, tags.ids)]}",
    "vals = {'tag_ids': [(4, tag.id)]}",
    "vals = {'line_ids': [(5,), *lines]}", "vals = {'tag_ids': [(4, tag.id) for tag in tags]}"])
def test_a_command_of_numbers(text):
    assert list(commands.find(text)) == [1]


@pytest.mark.parametrize('text', [
    "vals = {'line_ids': [Command.create({'name': name})]}",
    'ranks = ranks or [(0, 0, 0)]', 'points = [(7, 2)]', 'pair = (4, tag)'])
def test_what_is_right(text):
    assert list(commands.find(text)) == []
