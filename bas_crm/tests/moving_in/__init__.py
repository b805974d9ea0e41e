"""Moving in: files of other programs, the import and its undo."""
from . import (
    test_file_headings,
    test_file_values,
    test_import_access,
    test_import_counterparty,
    test_import_engine,
    test_import_files,
    test_import_kinds,
    test_import_undo,
)
