from . import alphabet, amount_in_words, apostrophes, arguments, codes, days, emails
from . import legal_forms, marks, messages, one_line, payment_qr, phones, shares, source_files, visible, workbook
