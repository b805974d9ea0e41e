"""Objects of any shape: what is not understood is left out, and nothing but a problem of the file is raised."""
import copy
import io

from bas_files import make_firm, write_enterprise_data, write_exchange_file, write_universal_xml
from lxml import etree

from odoo.tests import tagged

from ...tools.source_files import FileProblem, read_file
from .common_files import FilesCase

#: what stands where something else is expected
OTHER_TEXT = 'не те, що треба'
#: places changed in one file
AT_ONCE = 25


def empty(element):
    element[:], element.text = [], None


def write_text(element):
    element[:], element.text = [], OTHER_TEXT


def nest(element):
    """A part of unknown parts instead of a text, or of known ones."""
    child = etree.SubElement(element, 'Невідоме')
    etree.SubElement(child, 'Глибше').text = OTHER_TEXT
    etree.SubElement(child, 'Код').text = '980'


def nest_twice(element):
    """A property that is a list of references inside a reference."""
    inside = copy.deepcopy(element)
    element[:], element.text = [], None
    for tag in (element.tag, 'Наименование', 'Код', 'Ссылка', 'Представление', 'ЗначенияПолей', 'Ref', 'Record', 'Row'):
        etree.SubElement(element, tag).append(copy.deepcopy(inside))


def repeat(element):
    for _time in range(2):
        element.addnext(copy.deepcopy(element))


def remove(element):
    element.getparent().remove(element)


CHANGES = (empty, write_text, nest, nest_twice, repeat, remove)


def path_of(element):
    steps = [element, *element.iterancestors()]
    return '/'.join(f"{step.tag}{step.get('Имя', '')}{step.get('Тип', '')}" for step in reversed(steps))


def find(root, place):
    for index in place:
        root = root[index]
    return root


def root_of(element):
    return [element, *element.iterancestors()][-1]


def place_of(element):
    """:return: tuple of the indexes that lead from the root to the element"""
    parent = element.getparent()
    return (*place_of(parent), parent.index(element)) if parent is not None else ()


@tagged('post_install', '-at_install')
class TestAnyObjects(FilesCase):

    def find_places(self, root):
        """:return: list of the first and the last element of each path"""
        places = {}
        for element in root.iter(etree.Element):
            if element is not root:
                places.setdefault(path_of(element), []).append(place_of(element))
        return sorted({place for found in places.values() for place in (found[0], found[-1])})

    def read_or_refuse(self, content, message):
        try:
            for table in read_file('any.xml', io.BytesIO(content)):
                for row in table.rows():
                    self.assertTrue(all(isinstance(value, str) and value for value in row.values.values()), message)
        except FileProblem as problem:
            self.assertIn(problem.code, {'no_lists', 'handshake'}, message)
        except Exception as error:
            raise AssertionError(message) from error

    def change_everything(self, write):
        firm = make_firm(11, counterparties=2, orders=3, items=2, events=1, contacts=1, leads=3)
        content = self.save(write, firm).getvalue()
        root = etree.fromstring(content)
        places = self.find_places(root)
        step = len(places) // AT_ONCE + 1
        for change in CHANGES:
            for start in range(step):
                changed = copy.deepcopy(root)
                elements = [find(changed, place) for place in places[start::step]]
                message = f"{change.__name__}: {', '.join(map(path_of, elements))}"
                for element in elements:
                    if root_of(element) is changed:  # it may have gone with another one
                        change(element)
                self.read_or_refuse(etree.tostring(changed, encoding='utf-8'), message)

    def test_enterprise_data(self):
        self.change_everything(write_enterprise_data)

    def test_universal_xml(self):
        self.change_everything(write_universal_xml)

    def test_exchange_file(self):
        self.change_everything(write_exchange_file)
