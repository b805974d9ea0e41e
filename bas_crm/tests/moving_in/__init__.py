"""Moving in: files of other programs, the import and its undo."""
from . import (
    common_files,
    common_sheets,
    test_bad_xml,
    test_configuration_files,
    test_enterprise_data,
    test_enterprise_data_traps,
    test_file_bad,
    test_file_formats,
    test_file_headings,
    test_file_round_trip,
    test_file_shapes,
    test_file_speed,
    test_file_values,
    test_import_access,
)
