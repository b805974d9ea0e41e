from . import codes, legal_forms, phones
