"""Moving in: files of other programs, the import and its undo."""
from . import (
    test_file_headings,
    test_file_values,
    test_import_access,
)
