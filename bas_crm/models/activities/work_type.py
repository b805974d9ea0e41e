from odoo import api, fields, models

from ...tools.days import to_day


class BasWorkType(models.Model):
    """A kind of work («вид робіт») with the service it is sold as and the price of an hour."""

    _name = 'bas.work.type'
    _description = 'Kind of Work'
    _order = 'sequence, name, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        'product.product', string="Service", ondelete='restrict', index='btree_not_null', check_company=True,
        domain="[('type', '=', 'service')]", help="The item that these hours are billed as on the order.")
    company_id = fields.Many2one('res.company', index='btree_not_null', ondelete='cascade', help="Empty: for all companies.")
    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id, ondelete='restrict')
    price_hour = fields.Monetary(
        "Price per Hour", compute='_compute_price_hour', store=True, readonly=False, precompute=True,
        help="Used if the customer's price list has no rule for the service.")
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _price_not_negative = models.Constraint('CHECK(price_hour >= 0)', "The price of an hour cannot be negative.")

    def write(self, vals):
        result = super().write(vals)
        if 'name' in vals:
            # sudo: calendar records of colleagues show this name too.
            lines = self.env['bas.work.task.line'].sudo()
            lines.search([('work_type_id', 'in', self.ids), ('description', '=', False)])._mirror()
        return result

    @api.depends('product_id')
    def _compute_price_hour(self):
        for work_type in self:
            work_type.price_hour = work_type.price_hour or work_type.product_id.lst_price

    def _get_price_hour(self, partner, company, moment):
        """:return: float: price of an hour for this customer in the company's currency: from the price list if it has a rule
            for the service, else from the kind of work
        """
        self.ensure_one()
        currency = company.currency_id
        own_price = self.currency_id._convert(self.price_hour, currency, company, to_day(self.env, moment, company))
        pricelist = partner.with_company(company).property_product_pricelist if partner else self.env['product.pricelist']
        if not (pricelist and self.product_id):
            return own_price
        hour = self.env.ref('uom.product_uom_hour', raise_if_not_found=False)
        uom = hour if hour and self.product_id.uom_id._has_common_reference(hour) else self.product_id.uom_id
        price, rule = pricelist._get_product_price_rule(
            self.product_id, 1.0, currency=currency, uom=uom, date=moment)
        return currency.round(price) if rule else own_price
