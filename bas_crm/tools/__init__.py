from . import alphabet, amount_in_words, apostrophes, codes, days, emails, legal_forms, payment_qr, phones, shares, workbook
