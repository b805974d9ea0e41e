"""XML as BAS writes it: elements in their order, tabs, texts escaped."""
from xml.sax.saxutils import escape, quoteattr


class Writer:
    """Writes elements to a stream as they come, so that a file of any size can be made.

    A value of an element is text, a list of ``(name, value)`` or ``(name, value, attributes)``, or None: then it is left out.
    """

    def __init__(self, stream, prefix='', bom=False):
        self._stream, self._prefix, self._depth = stream, prefix, 0
        stream.write(b'\xef\xbb\xbf' if bom else b'')
        self._line('<?xml version="1.0" encoding="UTF-8"?>')

    def start(self, name, **attributes):
        self.open(name, attributes.items())

    def open(self, name, attributes=()):
        """Begin an element whose attributes have names of any letters."""
        self._line(f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes)}>")
        self._depth += 1

    def end(self, name):
        self._depth -= 1
        self._line(f'</{name}>')

    def add(self, name, value, attributes=()):
        """Write an element with all that it holds."""
        if value is None:
            return
        tag = f'{self._prefix}{name}'
        given = ''.join(f' {key}={quoteattr(text)}' for key, text in attributes)
        if isinstance(value, str):
            self._line(f'<{tag}{given}>{escape(value)}</{tag}>' if value else f'<{tag}{given}/>')
            return
        self._line(f'<{tag}{given}>')
        self._depth += 1
        for child in value:
            self.add(*child)
        self._depth -= 1
        self._line(f'</{tag}>')

    def _line(self, text):
        self._stream.write(('\t' * self._depth + text + '\n').encode())


def yes(value):
    return 'true' if value else 'false'
