from . import (
    fill,
    fill_notes,
    fill_error,
    plan_import,
    import_file,
    import_search,
    steps,
)
