from . import amount_in_words, codes, days, legal_forms, payment_qr, phones, shares, workbook
