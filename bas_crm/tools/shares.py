"""Dividing an amount so that the parts add up to it."""
from fractions import Fraction
from math import floor


def split(total, weights, unit=0.01):
    """Divide ``total`` in proportion to ``weights`` by the largest remainder method.

    :param float total: a multiple of ``unit``
    :param list weights: non-negative numbers; if all are zero, the parts are equal
    :param float unit: the parts are multiples of it, e.g. 0.01 for kopiykas
    :return: list of floats in the order of ``weights``, which add up to ``total``
    """
    exact_unit = Fraction(str(unit))
    count = round(Fraction(str(total)) / exact_unit)
    weights = [Fraction(str(weight)) for weight in weights]
    if not any(weights):
        weights = [Fraction(1)] * len(weights)
    exact = [count * weight / sum(weights) for weight in weights]
    parts = [floor(part) for part in exact]
    for index in sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])[:count - sum(parts)]:
        parts[index] += 1
    return [float(part * exact_unit) for part in parts]
