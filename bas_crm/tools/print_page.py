"""Last check of a page before wkhtmltopdf gets it: it must not fetch anything, from the network or from the disk.

Users write the texts of a print, and wkhtmltopdf runs inside the firm's network with the session of the current user.
Everything that is not known to be harmless is removed, so a new kind of address in HTML needs no change here.
"""
import re

from lxml import html

#: removed with their content, which is a resource or is not parsed as HTML
DROPPED = frozenset((
    'applet', 'audio', 'base', 'canvas', 'embed', 'frame', 'frameset', 'iframe', 'link', 'math', 'noembed', 'noframes',
    'noscript', 'object', 'param', 'plaintext', 'portal', 'source', 'template', 'textarea', 'title', 'track', 'video',
    'xmp',
))
KEPT = frozenset((
    'a', 'abbr', 'address', 'article', 'aside', 'b', 'big', 'blockquote', 'body', 'br', 'caption', 'center', 'cite', 'code',
    'col', 'colgroup', 'dd', 'del', 'dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'footer', 'h1', 'h2',
    'h3', 'h4', 'h5', 'h6', 'head', 'header', 'hr', 'html', 'i', 'img', 'ins', 'kbd', 'label', 'li', 'main', 'mark', 'meta',
    'nav', 'ol', 'p', 'polygon', 'pre', 'q', 's', 'samp', 'script', 'section', 'small', 'span', 'strike', 'strong', 'style',
    'sub', 'sup', 'svg', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'tt', 'u', 'ul', 'var',
))
ATTRIBUTES = frozenset((
    'align', 'alt', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'char', 'charset', 'class', 'color', 'cols',
    'colspan', 'dir', 'face', 'fill', 'height', 'id', 'lang', 'name', 'points', 'role', 'rowspan', 'rules', 'size', 'span',
    'start', 'style', 'title', 'type', 'valign', 'value', 'viewbox', 'width', 'xmlns',
))
DATA_NAME = re.compile(r'data-[a-z0-9-]+')
#: an SVG is a document of its own and may contain addresses
DATA_PICTURE = re.compile(r'\s*data:image/(?:png|jpe?g|gif|webp|bmp|x-icon)\s*;\s*base64,', re.IGNORECASE)
#: fonts and images embedded in the page; a browser reads no addresses in them
CSS_DATA = re.compile(
    r"""url\(\s*(["']?)data:(?:font/|application/(?:x-)?font|image/(?:png|jpe?g|gif|webp))[\w.+-]*"""
    r""";base64,[A-Za-z0-9+/=]*\1\s*\)""")
CSS_ADDRESS = re.compile(r'url\([^)]*\)', re.IGNORECASE)
CSS_COMMENT = re.compile(r'/\*.*?(?:\*/|$)', re.DOTALL)
CSS_ESCAPE = re.compile(r'\\(?:([0-9a-f]{1,6})\s?|(.))', re.IGNORECASE | re.DOTALL)
CSS_LOADING = re.compile(
    r'url\s*\(|@\s*import|image-set|expression\s*\(|-moz-binding|behavior\s*:|src\s*\(|cross-fade', re.IGNORECASE)


def close_page(page, load_picture):
    """
    :param str page: HTML of a whole document
    :param load_picture: called with the address of each image that is not in the page; returns a data URI or None
    :return: str: the page without anything that would be fetched
    """
    # Parsers disagree on where a comment ends, so all comments are removed.
    parser = html.HTMLParser(encoding='utf-8', huge_tree=True, remove_comments=True, remove_pis=True)
    root = html.document_fromstring(page.encode(), parser=parser)
    for element in list(root.iter()):
        if element.getparent() is None and element is not root:
            continue
        _close_element(element, load_picture)
    return html.tostring(root, encoding='unicode', doctype='<!DOCTYPE html>')


def _close_element(element, load_picture):
    tag = element.tag
    if tag in DROPPED or _is_foreign_code(element):
        _drop(element)
        return
    if tag not in KEPT:
        if element.getparent() is not None:
            element.drop_tag()
        return
    for name, value in element.attrib.items():
        if (tag, name) == ('img', 'src'):
            element.set(name, value if DATA_PICTURE.match(value) else load_picture(value.strip()) or '')
        elif not _is_harmless(tag, name, value):
            del element.attrib[name]
        elif name in ('style', 'fill'):
            element.set(name, _close_css(value))
    if tag == 'style':
        element.text = _close_css(element.text or '')
    elif tag == 'img' and not element.get('src'):
        _drop(element)


def _drop(element):
    if element.getparent() is None:
        element.clear()
    else:
        element.drop_tree()


def _is_foreign_code(element):
    """Scripts are allowed only in the head of our own page; a style that contains a tag is not a style."""
    if element.tag == 'script':
        return element.getparent().tag != 'head' or bool(element.attrib)
    return element.tag == 'style' and (len(element) or '<' in (element.text or ''))


def _is_harmless(tag, name, value):
    if tag == 'a' and name == 'href':
        return True
    if tag == 'body' and name == 'onload':
        return value == 'subst()'
    return name in ATTRIBUTES or DATA_NAME.fullmatch(name)


def _close_css(css):
    """:return: the rules without addresses; an empty string if an address is hidden by escapes or comments"""
    if not CSS_LOADING.search(_read_css(CSS_DATA.sub('', css))):
        return css
    parts, end = [], 0
    for kept in CSS_DATA.finditer(css):
        parts += [CSS_ADDRESS.sub('none', css[end:kept.start()]), kept[0]]
        end = kept.end()
    parts.append(CSS_ADDRESS.sub('none', css[end:]))
    return '' if CSS_LOADING.search(_read_css(''.join(parts[::2]))) else ''.join(parts)


def _read_css(css):
    """:return: the rules as a browser parses them"""
    return CSS_ESCAPE.sub(_read_escape, CSS_COMMENT.sub('', css)) if '\\' in css or '/*' in css else css


def _read_escape(match):
    code = int(match[1], 16) if match[1] else 0
    return match[2] or (chr(code) if 0 < code < 0x110000 else '')
