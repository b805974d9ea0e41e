from . import debtor_report
