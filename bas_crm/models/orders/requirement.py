from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import is_html_empty


class BasOrderRequirement(models.Model):
    """A field of orders that a stage may ask for.

    A catalogue of its own: core's list of fields is open to administrators of the system only, and holds hundreds that
    nobody fills in.
    """

    _name = 'bas.order.requirement'
    _description = 'Field That a Stage of Orders May Ask For'
    _order = 'sequence, id'
    _rec_name = 'field_name'

    field_name = fields.Char("Technical Name", required=True)
    sequence = fields.Integer(default=10)

    _unique_field = models.UniqueIndex('(field_name)', "This field is in the list already.")

    @api.depends('field_name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        """As the field is called on the order; the technical name where the add-on that brought the field is gone."""
        known = self.env['sale.order']._fields
        for requirement in self:
            field = known.get(requirement.field_name)
            requirement.display_name = (
                field.get_description(self.env, ['string'])['string'] if field else requirement.field_name)

    @api.model
    def _search_display_name(self, operator, value):
        if operator == 'in':
            found = self.search(Domain.TRUE).filtered(lambda requirement: requirement.display_name in value)
        elif operator == 'ilike' and isinstance(value, str):
            found = self.search(Domain.TRUE).filtered(lambda requirement: value.lower() in requirement.display_name.lower())
        else:
            return NotImplemented
        return [('id', 'in', found.ids)]

    def _is_missing(self, order):
        """Tell whether ``order`` has nothing in the field; one that is not there any more is asked of nobody."""
        field = order._fields.get(self.field_name)
        if not field:
            return False
        value = order[self.field_name]
        return is_html_empty(value) if field.type == 'html' else not value
