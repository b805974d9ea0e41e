"""Templates of the web client, as several checks read them."""
from lxml import etree


def read_templates(addon):
    """:return: Iterator of path and root element: the files with templates that can be read; XML is checked elsewhere"""
    for path in addon.files:
        if path.suffix == '.xml' and path.parts[:2] == ('static', 'src'):
            try:
                yield path, etree.fromstring(addon.read(path).encode())
            except etree.XMLSyntaxError:
                continue
