from . import (
    test_import_access,
)
