"""XML from strangers: no document types, no entities, no network, and never the whole document in memory."""
from xml.parsers import expat

from lxml import etree

from .table import FileProblem

#: the first element must begin within so many bytes
PROLOG = 1_000_000
_ENDS_EARLY = {expat.errors.codes[message] for message in (
    expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN, expat.errors.XML_ERROR_PARTIAL_CHAR)}


class _RootFound(Exception):
    """Stops the parser at the first element."""


def find_root(stream, name_format='XML'):
    """Read a document up to its first element. A document type, without which there are no entities, can only stand before it.

    :return: tuple ``(namespace or '', name)`` of the root
    :raises FileProblem: it is no XML, or declares a document type
    """
    found = []
    parser = expat.ParserCreate(namespace_separator=' ')

    def start(name, _attributes):
        found.append(tuple(name.rsplit(' ', 1)) if ' ' in name else ('', name))
        raise _RootFound

    def refuse(*_declaration):
        raise FileProblem('xml_entities')

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    try:
        parser.Parse(stream.read(PROLOG), True)
    except _RootFound:
        return found[0]
    except (expat.ExpatError, LookupError, ValueError) as error:
        is_cut = getattr(error, 'code', None) in _ENDS_EARLY
        raise (FileProblem('cut') if is_cut else FileProblem('broken', format=name_format)) from error
    raise FileProblem('broken', format=name_format)


def iterate(open_stream, events=('end',), tag=None, name_format='XML'):
    """Read a document piece by piece: the elements as they end (and begin).

    The caller forgets what it has read with :func:`forget`.

    :param open_stream: callable that gives the bytes from the beginning
    :return: Iterator of ``(event, element)``, as of ``lxml.etree.iterparse``
    :raises FileProblem: the document is damaged or cut off
    """
    with open_stream() as stream:
        _namespace, root = find_root(stream, name_format)
    with open_stream() as stream:
        parser = etree.iterparse(stream, events=events, tag=tag, load_dtd=False, no_network=True, resolve_entities=False,
                                 remove_comments=True, remove_pis=True, huge_tree=False)
        try:
            yield from parser
        except etree.XMLSyntaxError as error:
            raise (FileProblem('cut') if _is_cut(open_stream, root) else FileProblem('broken', format=name_format)) from error


def _is_cut(open_stream, root):
    """:return: bool: whether the document does not end with the end of its root"""
    end = b''
    with open_stream() as stream:
        while part := stream.read(1_000_000):
            end = (end + part)[-2000:]
    end = end.replace(b'\0', b'').rstrip()
    return not end.endswith(tuple(f'{root}>'.encode(encoding, 'replace') for encoding in ('utf-8', 'cp1251')))


def forget(element):
    """Free the memory of an element that has been read, and of what is before it."""
    element.clear()
    while (before := element.getprevious()) is not None:
        element.getparent().remove(before)


def parse_text(text):
    """Read a small document that is the text of another one, e.g. «ЗначенияПолей» of EnterpriseData.

    :return: the root element, or None if it is no XML or declares a document type
    """
    data = text.encode('utf-8', 'replace')
    try:
        parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, huge_tree=False)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.doctype else root


def local_name(element):
    """``'{namespace}name'`` → ``'name'``"""
    return element.tag.rpartition('}')[2]


def is_in(element, name):
    """:return: bool: whether the element is right below an element of that name, which is right below the root"""
    parent = element.getparent()
    if parent is None or local_name(parent) != name:
        return False
    root = parent.getparent()
    return root is not None and root.getparent() is None
