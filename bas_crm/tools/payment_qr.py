"""The payment QR code of the National Bank of Ukraine: its resolution № 97 (2025), format 002."""
import base64
import io

import qrcode
from PIL import Image, ImageDraw, ImageFont

from odoo.tools import file_path

#: name of this code among core's QR methods
QR_METHOD = 'ua_nbu'
PREFIX = 'https://bank.gov.ua/qr/'
MAX_BYTES = 331
MAX_NAME, MAX_PURPOSE = 70, 140
MIN_VERSION, MAX_VERSION = 10, 20
#: levels of error correction, best first: the sign in the middle hides a part of the code
CORRECTIONS = (qrcode.ERROR_CORRECT_Q, qrcode.ERROR_CORRECT_M, qrcode.ERROR_CORRECT_L)
#: pixels of a module; diameter of the circle relative to the side of the code
MODULE, CIRCLE = 5, 0.2
FONT = 'web/static/fonts/google/Roboto/Roboto-Bold.ttf'


def payment_text(name, iban, code, amount=None, purpose=''):
    """The 13 fields, one per line.

    Only the purpose is shortened, so that all fields fit into 331 bytes.

    :param str name: recipient, cut to 70 characters
    :param str iban: IBAN without spaces
    :param str code: ЄДРПОУ or РНОКПП
    :param Decimal amount: in hryvnias; if it is empty, the payer enters it
    :rtype: str
    """
    name, purpose = _one_line(name)[:MAX_NAME].rstrip(), _one_line(purpose)[:MAX_PURPOSE].rstrip()

    def text():
        return '\n'.join((
            'BCD', '002', '1', 'UCT', '', name, iban, _amount(amount), code, '', '', purpose, ''))

    spare = MAX_BYTES - len(text().encode())
    if spare < 0:
        # A two-byte letter on the border is left out.
        purpose = purpose.encode()[:spare].decode(errors='ignore').rstrip()
    return text()


def payment_link(text):
    """:return: the content of the code: the address that banks' applications open"""
    return PREFIX + base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')


def payment_picture(link):
    """:return: bytes of a PNG: the code with the hryvnia sign in a white circle in the middle"""
    code = _make_code(link)
    picture = code.make_image().get_image().convert('L')
    side = code.modules_count * MODULE
    radius, centre = side * CIRCLE / 2, picture.width / 2
    draw = ImageDraw.Draw(picture)
    draw.ellipse([centre - radius, centre - radius, centre + radius, centre + radius], fill=255)
    font = ImageFont.truetype(file_path(FONT), int(radius * 1.5))
    draw.text((centre, centre), '₴', font=font, fill=0, anchor='mm')
    file = io.BytesIO()
    picture.convert('1', dither=Image.Dither.NONE).save(file, 'PNG', optimize=True)
    return file.getvalue()


def _make_code(link):
    """:return: a code of version 10 to 20, with the best error correction that the link leaves room for"""
    for correction in CORRECTIONS:
        code = qrcode.QRCode(version=MIN_VERSION, error_correction=correction, box_size=MODULE)
        code.add_data(link, optimize=0)
        if code.best_fit(start=MIN_VERSION) <= MAX_VERSION:
            code.make()
            return code
    raise ValueError("The data is too long for a payment code.")


def _amount(amount):
    """«UAH100» or «UAH100.50»"""
    if not amount:
        return ''
    return f'UAH{amount:.0f}' if amount == int(amount) else f'UAH{amount:.2f}'


def _one_line(text):
    return ' '.join((text or '').split())
