from odoo import api, models
from odoo.fields import Domain

from ...tools.phones import phone_digits


class BasPhoneSearchMixin(models.AbstractModel):
    """Who keeps every number in E.164 in ``phone_search`` is found by digits, however they are written."""

    _name = 'bas.phone.search.mixin'
    _description = 'Found by Digits of a Phone'

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        digits = operator == 'ilike' and isinstance(value, str) and phone_digits(value)
        if digits:
            domain |= Domain('phone_search', 'like', digits)
        return domain
