"""The payment QR code of the National Bank of Ukraine: its resolution № 97 (2025), format 002."""
import base64
import io

import qrcode
from PIL import Image, ImageDraw, ImageFont

from odoo.tools import file_path

PREFIX = 'https://bank.gov.ua/qr/'
MAX_BYTES = 331
MAX_NAME, MAX_PURPOSE = 70, 140
MIN_VERSION, MAX_VERSION = 10, 20
#: best first: the sign in the middle hides a part of the code
CORRECTIONS = (qrcode.ERROR_CORRECT_Q, qrcode.ERROR_CORRECT_M, qrcode.ERROR_CORRECT_L)
#: pixels of a module; diameter of the circle as a part of the code's side
MODULE, CIRCLE = 5, 0.2
FONT = 'web/static/fonts/google/Roboto/Roboto-Bold.ttf'


def payment_text(name, iban, code, amount=None, purpose=''):
    """The 13 fields, one per line.

    The purpose is shortened to what is left of 331 bytes, never the requisites.

    :param str name: recipient; what is over 70 characters is cut
    :param str iban: without spaces
    :param str code: ЄДРПОУ or РНОКПП
    :param Decimal amount: in hryvnias; without one the payer fills it in
    :rtype: str
    """
    name, purpose = _one_line(name)[:MAX_NAME].rstrip(), _one_line(purpose)[:MAX_PURPOSE].rstrip()

    def text():
        return '\n'.join((
            'BCD', '002', '1', 'UCT', '', name, iban, _amount(amount), code, '', '', purpose, ''))

    spare = MAX_BYTES - len(text().encode())
    if spare < 0:
        # A letter of two bytes that would be cut through is left out whole.
        purpose = purpose.encode()[:spare].decode(errors='ignore').rstrip()
    return text()


def payment_link(text):
    """:return: what the code says: the address that banks' applications open"""
    return PREFIX + base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')


def payment_picture(link):
    """:return: bytes of a PNG: the code with the hryvnia sign in a white circle in its middle"""
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
    """:return: a code of version 10 to 20, of the best correction with which the link goes in"""
    for correction in CORRECTIONS:
        code = qrcode.QRCode(version=MIN_VERSION, error_correction=correction, box_size=MODULE)
        code.add_data(link, optimize=0)
        if code.best_fit(start=MIN_VERSION) <= MAX_VERSION:
            code.make()
            return code
    raise ValueError("More data than a payment code may hold.")


def _amount(amount):
    """«UAH100» or «UAH100.50»"""
    if not amount:
        return ''
    return f'UAH{amount:.0f}' if amount == int(amount) else f'UAH{amount:.2f}'


def _one_line(text):
    return ' '.join((text or '').split())
