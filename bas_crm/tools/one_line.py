import re
from textwrap import shorten

from odoo.tools.mail import html_to_inner_content

#: longer texts than a cell and its tooltip show are not sent to the browser
LENGTH = 300
#: tags that begin a new line or cell; core's own function knows paragraphs only
BLOCKS = re.compile(r'<(?=/?(?:li|td|th|h[1-6]|blockquote|pre|hr)\b)', re.IGNORECASE)


def to_one_line(text, length=LENGTH):
    """:param text: Markup of a field, or plain text
    :return: str: the text as a person reads it, in one line, with an ellipsis if it is longer than ``length``
    """
    if not text:
        return ''
    plain = html_to_inner_content(BLOCKS.sub(' <', text)) if hasattr(text, '__html__') else text
    return shorten(plain, length, placeholder='…')
