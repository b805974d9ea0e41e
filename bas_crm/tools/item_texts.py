"""Texts of items as a customer reads them."""


def strip_code(text, product):
    """:return: the description without the internal code that core puts before it: «[ПО-ПОШ] Пошиття» → «Пошиття»"""
    code = product.default_code
    return text.removeprefix(f'[{code}] ') if text and code else text
