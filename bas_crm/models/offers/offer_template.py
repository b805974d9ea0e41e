from odoo import fields, models


class BasOfferTemplate(models.Model):
    """The introduction and the conditions of commercial offers, in each language that the firm uses."""

    _name = 'bas.offer.template'
    _description = 'Template of Commercial Offers'
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', ondelete='cascade', help="Empty: for all companies.")
    introduction = fields.Html(translate=True)
    conditions = fields.Html(translate=True)
    validity_days = fields.Integer("Valid for (Days)", help="0: the period set for the company's orders.")

    _validity_not_negative = models.Constraint('CHECK(validity_days >= 0)', "The validity cannot be negative.")
