from odoo import api, fields, models
from odoo.tools import formatLang

from ...tools.days import get_today


class BasSalesPlan(models.Model):
    """Changing the currency of a draft: its figures are converted at today's rate, or keep their numbers if the user chooses
    so."""

    _inherit = 'bas.sales.plan'

    currency_id = fields.Many2one(tracking=True)
    convert_figures = fields.Boolean(
        compute='_compute_convert_figures', readonly=False,
        help="Convert prices and amounts to the new currency at today's rate. Otherwise the numbers do not change.")
    conversion_label = fields.Char(
        "Today's Rate", compute='_compute_conversion_label',
        help="Rate at which the figures will be converted to the chosen currency.")

    @api.depends('currency_id')
    def _compute_conversion_label(self):
        for plan in self:
            old = plan._origin.currency_id
            plan.conversion_label = bool(old and plan.currency_id and old != plan.currency_id and plan._origin.line_ids) \
                and plan._get_conversion_label(old)

    def _compute_convert_figures(self):
        """On by default; the choice is not stored."""
        self.convert_figures = True

    def _get_conversion_rate(self, old):
        """:return: float: units of the plan's currency for one unit of ``old``, today"""
        company = self.company_id or self.env.company
        return self.env['res.currency']._get_conversion_rate(
            old, self.currency_id, company, get_today(self.env))

    def _get_conversion_label(self, old):
        """:return: str: «1 USD = 41,5000 UAH»; the currency with the higher value comes first"""
        rate, names = self._get_conversion_rate(old), (old.name, self.currency_id.name)
        if rate < 1:
            rate, names = 1 / rate, names[::-1]
        return f"1 {names[0]} = {formatLang(self.env, rate, digits=4)} {names[1]}"

    # ------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------

    @api.onchange('currency_id')
    def _onchange_currency_id(self):
        """Warn the user how the figures will change, also when the currency changes with the price list."""
        if not self.conversion_label:
            return None
        old, total = self._origin.currency_id, self._origin.amount_total
        if unrated := self._get_currencies_without_rate(old):
            return {'warning': {
                'title': self.env._("The amounts will not change"),
                'message': self.env._(
                    "%(currency)s has no exchange rate: %(before)s will be %(after)s. Enter a rate first to have them converted.",
                    currency=unrated[0].name, before=old.format(total), after=self.currency_id.format(total))}}
        return {'warning': {
            'title': self.env._("The amounts will be converted"),
            'message': self.env._(
                "%(before)s will be %(after)s, at today's rate, %(rate)s. To keep the numbers as they are, clear the checkbox "
                "“Convert Figures” below the currency before you save.",
                before=old.format(total), after=self.currency_id.format(total * self._get_conversion_rate(old)),
                rate=self.conversion_label),
        }}

    # ------------------------------------------------------------
    # Converting
    # ------------------------------------------------------------

    def _apply_new_currency(self, old, total, is_to_convert):
        """Convert the figures if ``is_to_convert``, and post the old and the new total in the chatter.

        :param old: the previous currency
        :param float total: total of the plan in ``old``
        """
        missing = self._get_currencies_without_rate(old)
        if is_to_convert and missing:
            text = self.env._(
                "%(currency)s has no exchange rate, so the amounts were not converted: %(before)s became %(after)s.",
                currency=missing[0].name, before=old.format(total), after=self.currency_id.format(self.amount_total))
        elif is_to_convert:
            self._convert_figures(self._get_conversion_rate(old))
            text = self.env._(
                "Figures converted at today's rate, %(rate)s: %(before)s became %(after)s.",
                rate=self._get_conversion_label(old), before=old.format(total),
                after=self.currency_id.format(self.amount_total))
        else:
            text = self.env._("The amounts were not converted: %(before)s became %(after)s.", before=old.format(total),
                              after=self.currency_id.format(self.amount_total))
        self._track_set_log_message(text)

    def _get_currencies_without_rate(self, old):
        """:return: those of the two currencies that have no rate; core would convert them at 1:1"""
        # sudo: a user who plans sales may have no access to currency rates
        return ((old | self.currency_id) - self.company_id.currency_id).sudo().filtered(lambda currency: not any(
            rate.company_id.id in (False, self.company_id.root_id.id) for rate in currency.rate_ids))

    def _convert_figures(self, rate):
        """:param float rate: units of the plan's currency for one unit of the previous currency"""
        self._serialize_editors()
        self._write_cells({
            (line.row_key, line.date): self._convert_line(line, rate) for line in self.line_ids})

    def _convert_line(self, line, rate):
        """:return: dict of figures: the converted and rounded amount, and the price that gives exactly this amount"""
        amount, price = self.currency_id.round(line.amount * rate), line.price_unit * rate
        if line.quantity and self.currency_id.compare_amounts(line.quantity * price, amount):
            price = amount / line.quantity
        return {'quantity': line.quantity, 'price_unit': price, 'amount': amount}
