import base64
import io
import re
import subprocess
import tempfile

from PIL import Image

from odoo.tests import tagged

from ..common_offers import OfferPrintCase

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
#: longer than two pages
LONG = '\n'.join(f'рядок{number} про те, що саме ми робимо й чому це варто своїх грошей' for number in range(1, 161))
#: of 240 letters
WIDE = 'Ф' * 240
#: tolerance in points for boxes of neighbouring words
SLACK = 1.5


@tagged('post_install', '-at_install')
class TestPrintTables(OfferPrintCase):
    """No text of a print overlaps another one or leaves the page, whatever the texts and prices."""

    def read_boxes(self, content):
        """:return: for each page: its width and the boxes of its words: (left, top, right, bottom, text)"""
        with tempfile.NamedTemporaryFile(suffix='.pdf') as file:
            file.write(content)
            file.flush()
            page = subprocess.run(['pdftotext', '-bbox', file.name, '-'], capture_output=True, text=True, check=True).stdout
        for width, _height, words in PAGE.findall(page):
            yield float(width), [(*map(float, box), text) for *box, text in WORD.findall(words)]

    def check(self, content):
        """:return: text of all pages with plain spaces"""
        texts = []
        for width, boxes in self.read_boxes(content):
            texts += [text for *_box, text in boxes]
            for number, (left, top, right, bottom, text) in enumerate(boxes):
                self.assertLess(right, width, f'«{text}» leaves the page')
                for other in boxes[:number]:
                    over = min(right, other[2]) - max(left, other[0]), min(bottom, other[3]) - max(top, other[1])
                    self.assertFalse(min(over) > SLACK and over[1] > 4, f'«{text}» lies over «{other[4]}»')
        return ' '.join(texts).replace('\N{NO-BREAK SPACE}', ' ')

    def check_long(self, content, rows=160):
        text = self.check(content)
        for number in range(1, rows + 1):
            self.assertEqual(len(re.findall(rf'рядок{number}\b', text)), 1)
        return text

    def make_long_offer(self, **values):
        offer = self.make_offer(**values)
        table, chair = offer.line_ids.filtered('product_id')
        table.name = LONG
        chair.write({'price_unit': 123456789012.34, 'product_uom_qty': 1, 'discount': 0, 'tax_ids': False})
        return offer

    def test_an_offer_in_both_designs(self):
        offer = self.make_long_offer()
        self.product.image_1920 = self.chair.image_1920 = make_picture()
        for design in ('strict', 'pictures'):
            offer.design = design
            text = self.check_long(self.render_pdf('bas_crm.action_report_commercial_offer', offer))
            self.assertEqual(text.count('123 456 789 012,34'), 2, 'the price and the amount')
            self.assertIn('123 456 790 692,34', text, 'and 1680 of the tables')

    def test_a_long_text_at_the_end_and_in_a_note(self):
        offer = self.make_long_offer()
        table, chair = offer.line_ids.filtered('product_id')
        table.name, chair.name = 'Стіл', LONG
        self.check_long(self.render_pdf('bas_crm.action_report_commercial_offer', offer))
        chair.name = 'Стілець'
        offer.line_ids.filtered(lambda line: line.display_type == 'line_note').name = LONG
        self.check_long(self.render_pdf('bas_crm.action_report_commercial_offer', offer))

    def test_a_comparison(self):
        first = self.make_long_offer()
        offers = first | first.copy() | first.copy() | first.copy()
        text = self.check_long(self.render_pdf('bas_crm.action_report_offer_comparison', offers))
        self.assertGreaterEqual(text.count('123 456 789 012,34'), 4)
        for offer in offers:
            offer.line_ids.filtered('product_id')[0].name = WIDE
            offer.title = WIDE
        text = self.check(self.render_pdf('bas_crm.action_report_offer_comparison', offers))
        self.assertEqual(text.count('123 456 790 692,34'), 4, 'all variants are on the page')

    def test_prints_of_a_sale(self):
        order = self.make_order()
        table, chair = order.order_line.filtered('product_id')
        table.write({'name': LONG, 'discount': 5})
        chair.write({'name': WIDE, 'price_unit': 123456789012.34, 'product_uom_qty': 1, 'discount': -10, 'tax_ids': False})
        text = self.check_long(self.render_pdf('bas_crm.action_report_order_invoice', order))
        self.assertIn('135 802 467 913,57', text)
        order.action_confirm()
        self.product.invoice_policy = self.chair.invoice_policy = 'order'
        invoice = order._create_invoices()
        invoice.action_post()
        for report in ('bas_crm.action_report_payment_invoice', 'bas_crm.action_report_goods_issue'):
            self.check_long(self.render_pdf(report, invoice))

    def test_a_work_task(self):
        performer = self.env['hr.employee'].create({'name': 'Майстер'})
        work = {'partner_id': self.partner.id, 'work_type_id': self.env['bas.work.type'].create({'name': 'Монтаж'}).id}
        long = '\n'.join(LONG.split('\n')[:30])
        task = self.make_task(
            performer, {**work, 'description': long}, {**work, 'description': WIDE}, operation='external')
        text = self.check_long(self.render_pdf('bas_crm.action_report_work_task', task), rows=30)
        self.assertEqual(text.count('Ф'), 240)


@tagged('post_install', '-at_install')
class TestSurcharge(OfferPrintCase):
    """A discount of −10 % is printed as a surcharge, never as «Знижка: -10%»."""

    def read_text(self, report, records):
        return ' '.join(' '.join(self.read_pages(self.render_pdf(report, records))[0]).split())

    def test_on_an_offer(self):
        """2·700 plus 10 %: 1540, of it 140 surcharge; 4·90 less 10 %: 324, of it 36 discount."""
        offer = self.make_offer()
        table, chair = offer.line_ids.filtered('product_id')
        table.discount, chair.discount = -10, 0
        text = self.read_text('bas_crm.action_report_commercial_offer', offer)
        self.assertIn('10 % 1 540,00', text)
        self.assertIn('Надбавка: 140,00', text)
        self.assertNotRegex(text, 'Знижка|-10')
        chair.discount = 10
        text = self.read_text('bas_crm.action_report_commercial_offer', offer)
        for words in ('+10 % 1 540,00', '−10 % 324,00', 'Знижка: 36,00', 'Надбавка: 140,00'):
            self.assertIn(words, text)
        text = self.read_text('bas_crm.action_report_offer_comparison', offer | offer.copy())
        self.assertEqual((text.count('надбавка 10 %'), text.count('знижка 10 %')), (2, 2))

    def test_on_an_invoice_for_payment(self):
        order = self.make_order()
        lines = order.order_line.filtered('product_id')
        lines.discount = -10
        text = self.read_text('bas_crm.action_report_order_invoice', order)
        self.assertIn('Надбавка', text)
        self.assertRegex(text, r'Сума .*без .*надбавки')
        self.assertRegex(text, r'1 400,00 140,00 1 540,00')
        self.assertNotIn('Знижка', text)
        lines[1].discount = 10
        text = self.read_text('bas_crm.action_report_order_invoice', order)
        self.assertRegex(text, r'1 400,00 \+140,00 1 540,00')
        self.assertRegex(text, r'360,00 −36,00 324,00')


def make_picture():
    picture = io.BytesIO()
    Image.new('RGB', (128, 128), 'navy').save(picture, 'PNG')
    return base64.b64encode(picture.getvalue())
