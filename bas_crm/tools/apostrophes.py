"""Treat all apostrophes as one letter: «Мар'яна», «Мар’яна» and «Марʼяна» find each other in every text search."""
from odoo.fields import Domain
from odoo.orm.domains import OptimizationLevel, field_type_optimization

#: typewriter apostrophe, typographic apostrophe, Unicode letter, and characters that keyboards and scanners use instead
APOSTROPHES = "'’ʼ`´′‘"
ANY_APOSTROPHE = dict.fromkeys(map(ord, APOSTROPHES), '_')


class _Spelling(str):
    """A text whose other spellings have already been added."""

    __slots__ = ()


# Core calls this for each condition before it becomes SQL: of names, paths, rules and searches from other models.
@field_type_optimization(('char', 'text', 'html'), OptimizationLevel.DYNAMIC_VALUES)
def _find_all_spellings(condition, model):
    """Search for all apostrophes if the text has one.

    The first condition has a wildcard in its place, so that an index or a scan is as fast as with core's condition. The other
    conditions only filter its result. With several apostrophes the first condition is exact enough alone.
    """
    operator, value = condition.operator, condition.value
    if not operator.endswith('like') or not isinstance(value, str) or isinstance(value, _Spelling) or '\\' in value:
        return condition
    count = sum(value.count(apostrophe) for apostrophe in APOSTROPHES)
    # A field that is not stored searches other fields, which are handled when their conditions come here.
    if not count or not condition._field(model).store or 'bas.event' not in model.pool:
        return condition
    name, is_negative = condition.field_expr, operator.startswith('not ')
    loose = Domain(name, operator, _Spelling(value.translate(ANY_APOSTROPHE)))
    if count > 1:
        return loose
    spellings = [Domain(name, operator, _Spelling(value.translate(dict.fromkeys(ANY_APOSTROPHE, apostrophe))))
                 for apostrophe in APOSTROPHES]
    return Domain.AND(spellings) if is_negative else loose & Domain.OR(spellings)
