import re
from textwrap import shorten

from odoo.tools.mail import html_to_inner_content

#: more than a cell shows and a tooltip says is not sent to the browser
LENGTH = 300
#: tags that begin a new line or cell on the page; core's own function knows the paragraphs only
BLOCKS = re.compile(r'<(?=/?(?:li|td|th|h[1-6]|blockquote|pre|hr)\b)', re.IGNORECASE)


def to_one_line(text, length=LENGTH):
    """:param text: Markup of a field, or plain text
    :return: str: what a person reads there, in one line, with an ellipsis where it is longer than ``length``
    """
    if not text:
        return ''
    plain = html_to_inner_content(BLOCKS.sub(' <', text)) if hasattr(text, '__html__') else text
    return shorten(plain, length, placeholder='…')
