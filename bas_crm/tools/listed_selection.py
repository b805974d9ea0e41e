"""A choice among values that a method lists."""
from odoo import fields
from odoo.exceptions import ValidationError


class ListedSelection(fields.Selection):
    """Core checks only values of a list that is written in the code. Here those that a function lists are checked as well."""

    def convert_to_cache(self, value, record, validate=True):
        """:raises ValidationError: the value is none of the listed ones"""
        if validate and value and value not in self.get_values(record.env):
            raise ValidationError(record.env._(
                "«%(field)s»: there is no value «%(value)s» in the list. Choose another one.",
                field=self._description_string(record.env), value=str(value)[:50]))
        return super().convert_to_cache(value, record, validate)
