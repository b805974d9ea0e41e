import re
from pathlib import Path

from lxml import etree

from odoo.tests import BaseCase, tagged
from odoo.tools import file_path


@tagged('post_install', '-at_install')
class TestQuestions(BaseCase):
    """The two buttons of a question say what they do: no «Ok», and no «Cancel» in a dialog about cancelling."""

    def test_questions_of_views(self):
        asked = 0
        for folder in ('views', 'wizards'):
            for path in Path(file_path(f'bas_crm/{folder}')).rglob('*.xml'):
                for button in etree.parse(path).xpath('//*[@confirm]'):
                    asked += 1
                    labels = button.get('confirm-label'), button.get('cancel-label')
                    self.assertTrue(all(labels), f"{path.name}: {button.get('name')}")
                    self.assertFalse({'Ok', 'OK', 'Cancel', 'Yes', 'No'} & set(labels), f"{path.name}: {button.get('name')}")
        self.assertGreater(asked, 5)

    def test_questions_of_scripts(self):
        asked = 0
        for path in Path(file_path('bas_crm/static/src')).rglob('*.js'):
            text = path.read_text(encoding='utf-8')
            for question in re.findall(r'\(\s*(?:ConfirmationDialog|AlertDialog),\s*\{(.*?)\n\s*\}\s*[,)]', text, re.DOTALL):
                asked += 1
                self.assertIn('confirmLabel', question, path.name)
                self.assertIn('cancelLabel', question, path.name)
            self.assertNotRegex(text, r'window\.confirm|[^.\w]confirm\(', path.name)
        self.assertGreater(asked, 0)
