"""One letter, however it is typed: «Мар'яна», «Мар’яна» and «Марʼяна» are found by each other, in every search by words."""
from odoo.fields import Domain
from odoo.orm.domains import OptimizationLevel, field_type_optimization

#: typewriter's, printer's, the letter of Unicode, and what keyboards and scanners put in their place
APOSTROPHES = "'’ʼ`´′‘"
ANY_APOSTROPHE = dict.fromkeys(map(ord, APOSTROPHES), '_')


class _Spelling(str):
    """A text that has got its other spellings already."""

    __slots__ = ()


# Here core turns conditions into those that become SQL, wherever they come from: names, paths, rules, searches of other models.
@field_type_optimization(('char', 'text', 'html'), OptimizationLevel.DYNAMIC_VALUES)
def _find_all_spellings(condition, model):
    """Ask for all apostrophes where one is asked for.

    The first condition, any character in its place, is the one that an index or a scan answers as quickly as core's own;
    the others only judge what it finds. With several apostrophes it is exact enough alone.
    """
    operator, value = condition.operator, condition.value
    if not operator.endswith('like') or not isinstance(value, str) or isinstance(value, _Spelling) or '\\' in value:
        return condition
    count = sum(value.count(apostrophe) for apostrophe in APOSTROPHES)
    # A field that is not stored asks others, which come here in their turn.
    if not count or not condition._field(model).store or 'bas.event' not in model.pool:
        return condition
    name, is_negative = condition.field_expr, operator.startswith('not ')
    loose = Domain(name, operator, _Spelling(value.translate(ANY_APOSTROPHE)))
    if count > 1:
        return loose
    spellings = [Domain(name, operator, _Spelling(value.translate(dict.fromkeys(ANY_APOSTROPHE, apostrophe))))
                 for apostrophe in APOSTROPHES]
    return Domain.AND(spellings) if is_negative else loose & Domain.OR(spellings)
