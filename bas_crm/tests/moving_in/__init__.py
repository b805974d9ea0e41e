"""Moving in: files of other programs, the import and its undo."""
from . import (
    common_files,
    test_bad_xml,
    test_configuration_files,
    test_enterprise_data,
    test_enterprise_data_traps,
    test_file_headings,
    test_file_values,
    test_import_access,
    test_import_counterparty,
    test_import_engine,
    test_import_files,
    test_import_kinds,
    test_import_undo,
)
