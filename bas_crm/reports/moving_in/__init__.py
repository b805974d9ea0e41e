from . import reconciliation_print
