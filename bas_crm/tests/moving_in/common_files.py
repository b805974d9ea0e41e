"""Read a file that the tests have made, as plain dictionaries."""
import io

from odoo.tests import BaseCase

from ...tools.source_files import FileProblem, read_file


class FilesCase(BaseCase):

    def save(self, write, *arguments, **options):
        """:return: BytesIO of the file that a writer makes"""
        stream = io.BytesIO()
        write(*arguments, stream, **options)
        stream.seek(0)
        return stream

    def read_lists(self, stream, name='file.xml'):
        """:return: {kind: list of rows as {field: text}}; a list twice in a file is joined"""
        found = {}
        for table in read_file(name, stream):
            found.setdefault(table.kind, []).extend(self.rows(table))
        return found

    def tables(self, stream, name='file.xml'):
        """:return: {kind: SourceTable}, whose rows have been read once"""
        found = {table.kind: table for table in read_file(name, stream)}
        for table in found.values():
            list(table.rows())
        return found

    def rows(self, table):
        return [{table.columns[index].field or table.columns[index].heading: text for index, text in row.values.items()}
                for row in table.rows()]

    def refuse(self, code, content, name='file.xml'):
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        with self.assertRaises(FileProblem) as caught:
            for table in read_file(name, stream):
                list(table.rows())
        self.assertEqual(caught.exception.code, code, caught.exception)

    def assertRowsEqual(self, found, wanted):
        """Compare row by row, so that a difference is short."""
        self.assertEqual(len(found), len(wanted))
        for row, other in zip(found, wanted, strict=True):
            self.assertEqual(row, {field: text for field, text in other.items() if text})
