import base64
import io
import re
import socketserver
import tempfile
import threading
from pathlib import Path

from PIL import Image

from odoo.tests import tagged

from ...tools.print_page import close_page
from ..common_offers import OfferCase

PICTURE = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
#: all ways in which a page can refer to a resource; %s is the address
WAYS = {
    'picture': '<img src="%s"/>',
    'set of pictures': '<img srcset="%s 1x" src="%s" longdesc="%s" lowsrc="%s" dynsrc="%s"/>',
    'picture of a picture element': '<picture><source srcset="%s"/><img src="%s"/></picture>',
    'picture of a form': '<form action="%s"><input type="image" src="%s"/></form>',
    'frame': '<iframe src="%s"></iframe><frameset><frame src="%s"/></frameset>',
    'text of a frame': '<iframe srcdoc="&lt;img src=\'%s\'&gt;"></iframe>',
    'object': '<object data="%s"><embed src="%s"/></object><applet code="%s" archive="%s" codebase="%s"></applet>',
    'sheet of styles': '<link rel="stylesheet" href="%s"/><link rel="icon" href="%s"/><link rel="prefetch" href="%s"/>',
    'base': '<base href="%s"/><img src="picture.png"/>',
    'refresh': '<meta http-equiv="refresh" content="0; url=%s"/>',
    'script': '<script src="%s"></script><script>new Image().src = "%s"; document.write("<img src=%s>")</script>',
    'script of a picture': '<img src="x" onerror="this.src=\'%s\'"/><p onclick="1" onload="location=\'%s\'">x</p>',
    'svg': '<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="%s" width="9" height="9"/>'
           '<use href="%s"/><filter id="f"><feImage xlink:href="%s"/></filter><script href="%s"/></svg>',
    'svg as a picture': '<img src="data:image/svg+xml,%%3Csvg xmlns=\'http://www.w3.org/2000/svg\' xmlns:xlink='
                        '\'http://www.w3.org/1999/xlink\'%%3E%%3Cimage xlink:href=\'%s\'/%%3E%%3C/svg%%3E"/>',
    'style': '<p style="background: url(%s)">x</p><p style="background-image: url(\'%s\')">x</p>'
             '<p style=\'list-style: url("%s")\'>x</p>',
    'style with escapes': r'<p style="background: \75\72\6c(%s)">x</p><p style="background: u\rl(%s)">x</p>',
    'style with comments': '<p style="background: u/**/rl(%s); content: url(/**/%s)">x</p>',
    'rules': '<style>@import url(%s); @import "%s"; p { background: url(%s) } @font-face { font-family: X; src: url(%s) }</style>'
             '<p style="font-family: X">x</p>',
    'background': '<table background="%s"><tr background="%s"><td background="%s">x</td></tr></table>',
    'media': '<video src="%s" poster="%s"><track src="%s"/></video><audio src="%s"></audio>',
    'comment that ends early': '<!--><img src="%s">--><!---><img src="%s">-->',
    'raw text': '<noscript><p title="</noscript><img src=%s>"></noscript><xmp><p title="</xmp><img src=%s>"></xmp>'
                '<textarea><p title="</textarea><img src=%s>"></textarea><svg><style><img src="%s"></style></svg>'
                '<style><p title="</style><img src=%s>"></style><title><p title="</title><img src=%s>"></title>',
    'unknown element': '<image src="%s"/><bgsound src="%s"/><isindex action="%s"/><layer src="%s"></layer><x-y src="%s"></x-y>',
    'no scheme': '<img src="//%s"/>',
}


class _Requests(socketserver.StreamRequestHandler):

    def handle(self):
        self.server.asked.append(self.rfile.readline())
        self.wfile.write(b'HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n')


@tagged('post_install', '-at_install')
class TestPrintPage(OfferCase):
    """A print shows images of the database and of the page itself; wkhtmltopdf makes no requests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['ir.config_parameter'].set_param('report.url', False)

    def listen(self):
        server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), _Requests)
        server.asked, server.daemon_threads = [], True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def make_texts(self, address):
        return {name: text.replace('//%s', address.partition(':')[2]).replace('%s', address).replace('%%', '%')
                for name, text in WAYS.items()}

    def write_as_it_stands(self, record, field, text):
        """Bypass core's sanitizing, like an import by SQL or an older version."""
        self.env.cr.execute(f'UPDATE {record._table} SET {field} = %s WHERE id = %s', (text, record.id))
        record.invalidate_recordset()

    def test_nothing_is_requested(self):
        server = self.listen()
        texts = self.make_texts(f'http://127.0.0.1:{server.server_address[1]}/asked')
        offer = self.make_offer()
        texts = [f'<div>{text}</div>' for text in texts.values()]
        self.write_as_it_stands(offer, 'introduction', '\n'.join([*texts, '<p>Кінець</p>']))
        self.write_as_it_stands(offer, 'conditions', '<p>Оплата наперед</p>')
        pages, _fonts = self.read_pages(self.render_pdf('bas_crm.action_report_commercial_offer', offer))
        self.assertEqual(server.asked, [])
        self.assertIn('Кінець', ''.join(pages))
        self.assertIn('Оплата наперед', ''.join(pages))

    def test_each_reference_is_removed_on_its_own(self):
        for address in ('http://127.0.0.1:9/x', 'file:///etc/passwd', 'ftp://127.0.0.1/x'):
            for name, text in self.make_texts(address).items():
                with self.subTest(name, address=address):
                    page = close_page(f'<html><body><p>А</p>{text}<p>Я</p></body></html>', lambda _address: None)
                    self.assertNotIn(address.rpartition('/')[0], re.sub(r'title="[^"]*"|>[^<>]*<', '', page))
                    self.assertNotRegex(page, r'<(?:img|image|iframe|object|embed|link|script|base|source|video|audio|input)\b')
                    self.assertIn('<p>А</p>', page)

    def test_every_print_is_sanitized(self):
        """All our reports are sanitized in the same place."""
        reports = self.env['ir.actions.report'].search([('report_name', '=like', 'bas_crm.%')])
        self.assertTrue(reports)
        asked = []
        self.patch(type(reports), '_close_page', lambda self, page: asked.append(page) or '<html/>')
        for report in reports:
            asked.clear()
            report._run_wkhtmltopdf(['<html><body>x</body></html>'], report, header='<html>h</html>', footer='<html>f</html>')
            self.assertEqual(len(asked), 3, report.report_name)

    def test_a_page_is_light(self):
        """Fonts and rules travel in every page: beside its pictures it has no more than 60 kB."""
        pages, Report = [], type(self.env['ir.actions.report'])
        close = Report._close_page

        def collect(report, page):
            pages.append(close(report, page))
            return pages[-1]

        self.patch(Report, '_close_page', collect)
        offer = self.make_offer()
        for report, record in (('commercial_offer', offer), ('order_invoice', offer.order_id)):
            self.render_pdf(f'bas_crm.action_report_{report}', record)
        sizes = [len(re.sub(r'data:image/[^"\')]*', '', page).encode()) for page in pages]
        self.assertGreater(max(sizes), 40_000, 'the fonts are there')
        self.assertLessEqual(max(sizes), 60_000)

    def test_names_of_neighbours_are_in_the_same_font(self):
        offer = self.make_offer()
        offer.partner_id.name = 'Łódź Café, Škoda Győr, Țara, Şişli, Ķekava'
        pages, fonts = self.read_pages(self.render_pdf('bas_crm.action_report_commercial_offer', offer))
        self.assertIn('Łódź Café, Škoda Győr, Țara, Şişli, Ķekava', ' '.join(pages[0].split()))
        self.assertEqual(fonts, {'Roboto'})

    def test_a_file_of_the_server_is_not_read(self):
        with tempfile.NamedTemporaryFile('w', suffix='.html', delete=False) as file:
            file.write('<p>Secret of the server</p>')
        self.addCleanup(Path(file.name).unlink)
        offer = self.make_offer()
        self.write_as_it_stands(offer, 'introduction', f"""
            <iframe src='file://{file.name}'></iframe><object data='file://{file.name}'></object><embed src='{file.name}'/>
            <script>x = new XMLHttpRequest(); x.open('GET', 'file://{file.name}', false); x.send();
            document.write(x.responseText)</script>""")
        pages, _fonts = self.read_pages(self.render_pdf('bas_crm.action_report_commercial_offer', offer))
        self.assertNotIn('Secret', ''.join(pages))

    def test_text_and_styles_are_kept(self):
        text = ('<h2 style="color: #ff0000; text-align: center">Ціни</h2><ul class="a"><li>Стіл &lt;b&gt; &amp; стілець</li></ul>'
                '<table border="1"><tr><td colspan="2" style="width: 50%">1</td></tr></table>'
                f'<img src="{PICTURE}" alt="Крапка" style="width: 10px"/><a href="https://example.com/x">посилання</a>'
                f'<p style="background: url({PICTURE})">тло</p>')
        page = close_page(f'<!DOCTYPE html>\n<html><body>{text}</body></html>', lambda _address: None)
        self.assertEqual(page.replace('\n', ''), f'<!DOCTYPE html><html><body>{text.replace("/>", ">")}</body></html>')

    def make_picture(self, color, **values):
        content = io.BytesIO()
        Image.new('RGB', (3000, 20), color).save(content, 'PNG')
        return self.env['ir.attachment'].create({'name': 'picture.png', 'raw': content.getvalue(), **values})

    def load(self, address, user=None):
        return self.env['ir.actions.report'].with_user(user or self.own)._load_picture(address)

    def test_pictures_that_may_be_read_are_shown(self):
        shown = self.make_picture('red', public=True)
        hidden = self.make_picture('red', access_token='k')
        self.env.company.partner_id.image_1920 = base64.b64encode(shown.raw)
        base = self.env['ir.actions.report'].get_base_url()
        for address in (
                f'/web/image/{shown.id}', f'/web/image/{shown.id}-a1b2/picture.png',
                f'{base}/web/image/{shown.id}/100x100/x.png',
                f'/web/image?model=ir.attachment&id={shown.id}&field=datas', f'/web/image/{hidden.id}?access_token=k',
                f'/web/image/res.partner/{self.env.company.partner_id.id}/image_1920'):
            picture = self.load(address)
            self.assertRegex(picture or '', r'^data:image/png;base64,', address)
            image = Image.open(io.BytesIO(base64.b64decode(picture.partition(',')[2])))
            self.assertLessEqual(max(image.size), 1600, address)
        for address in (
                f'http://example.com/web/image/{shown.id}', f'//example.com/web/image/{shown.id}', f'file:///web/image/{shown.id}',
                '/web/image/999999999', '/web/image/res.partner/1/name', '/web/image/no.model/1/image',
                '/web/image/res.users/1/password',
                '/web/image/base.no_such', f'/web/image/{hidden.id}', f'/web/image/{hidden.id}?access_token=wrong', '/web/image',
                '/web/image?id=x&model=ir.attachment', f'/web/content/{shown.id}', '/etc/passwd', 'picture.png', 'http://[x', ''):
            self.assertIsNone(self.load(address), address)

    def test_superuser_shows_what_the_public_may_see(self):
        hidden = self.make_picture('red', res_model='res.partner', res_id=self.partner.id)
        self.assertTrue(self.load(f'/web/image/{hidden.id}'), 'the manager may read it')
        reports = self.env['ir.actions.report'].with_user(self.env.ref('base.public_user')).sudo()
        self.assertIsNone(reports._load_picture(f'/web/image/{hidden.id}'))
        self.assertIsNone(self.load(f'/web/image/{hidden.id}', self.env.ref('base.user_root')))

    def test_no_svg_and_no_broken_file(self):
        for content in (
                b'<svg xmlns="http://www.w3.org/2000/svg"/>', b'<?xml version="1.0"?><svg/>', b'no picture', b'',
                b'\x89PNG\r\n\x1a\n'):
            file = self.make_picture('red', public=True)
            file.raw = content
            self.assertIsNone(self.load(f'/web/image/{file.id}'), content)

    def test_picture_of_a_text_is_printed(self):
        picture = self.make_picture('red', res_model='bas.commercial.offer', public=True)
        offer = self.make_offer(introduction=f'<p>До</p><img src="/web/image/{picture.id}"/>')
        self.assertIn(f'/web/image/{picture.id}', offer.introduction, 'the text stays as written')
        content = self.render_pdf('bas_crm.action_report_commercial_offer', offer, user=self.own)
        bare = self.make_offer(introduction='<p>До</p>')
        without = self.render_pdf('bas_crm.action_report_commercial_offer', bare, user=self.own)
        self.assertGreater(content.count(b'/Subtype /Image'), without.count(b'/Subtype /Image'))
