from . import amount_in_words, codes, legal_forms, payment_qr, phones, shares, workbook
