from odoo import api, fields, models
from odoo.tools import formatLang

from ...tools.days import get_today


class BasSalesPlan(models.Model):
    """A draft in another currency: its figures are converted at today's rate, or keep their numbers if the user says so."""

    _inherit = 'bas.sales.plan'

    currency_id = fields.Many2one(tracking=True)
    convert_figures = fields.Boolean(
        compute='_compute_convert_figures', readonly=False,
        help="Prices and sums become those of the new currency at today's rate; else the same numbers stay.")
    conversion_label = fields.Char(
        "Today's Rate", compute='_compute_conversion_label',
        help="While another currency is chosen than that of the figures: what they would be converted at.")

    @api.depends('currency_id')
    def _compute_conversion_label(self):
        for plan in self:
            old = plan._origin.currency_id
            plan.conversion_label = bool(old and plan.currency_id and old != plan.currency_id and plan._origin.line_ids) \
                and plan._get_conversion_label(old)

    def _compute_convert_figures(self):
        """Converted unless somebody takes the tick away; the choice is not kept."""
        self.convert_figures = True

    def _get_conversion_rate(self, old):
        """:return: float: units of the plan's currency for one of ``old``, today"""
        company = self.company_id or self.env.company
        return self.env['res.currency']._get_conversion_rate(
            old, self.currency_id, company, get_today(self.env))

    def _get_conversion_label(self, old):
        """:return: str: «1 USD = 41,5000 UAH», the dearer one first"""
        rate, names = self._get_conversion_rate(old), (old.name, self.currency_id.name)
        if rate < 1:
            rate, names = 1 / rate, names[::-1]
        return f"1 {names[0]} = {formatLang(self.env, rate, digits=4)} {names[1]}"

    # ------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------

    @api.onchange('currency_id')
    def _onchange_currency_id(self):
        """Nobody takes a million hryvnias for a million dollars unawares, be the currency that of another price list."""
        if not self.conversion_label:
            return None
        old, total = self._origin.currency_id, self._origin.amount_total
        if unrated := self._get_unrated(old):
            return {'warning': {
                'title': self.env._("The sums stay as they are"),
                'message': self.env._(
                    "%(currency)s has no exchange rate: %(before)s will be %(after)s. Enter a rate first to have them converted.",
                    currency=unrated[0].name, before=old.format(total), after=self.currency_id.format(total))}}
        return {'warning': {
            'title': self.env._("The sums will be converted"),
            'message': self.env._(
                "%(before)s will be %(after)s, at today's rate, %(rate)s. To keep the numbers as they are, take away the tick "
                "“Convert Figures” below the currency before you save.",
                before=old.format(total), after=self.currency_id.format(total * self._get_conversion_rate(old)),
                rate=self.conversion_label),
        }}

    # ------------------------------------------------------------
    # Converting
    # ------------------------------------------------------------

    def _follow_currency(self, old, total, is_to_convert):
        """Convert the figures if asked to, and say in the history what became of them.

        :param old: the currency before
        :param float total: of the plan in ``old``
        """
        missing = self._get_unrated(old)
        if is_to_convert and missing:
            text = self.env._(
                "%(currency)s has no exchange rate, so the sums stayed as they were: %(before)s became %(after)s.",
                currency=missing[0].name, before=old.format(total), after=self.currency_id.format(self.amount_total))
        elif is_to_convert:
            self._convert_figures(self._get_conversion_rate(old))
            text = self.env._(
                "Figures converted at today's rate, %(rate)s: %(before)s became %(after)s.",
                rate=self._get_conversion_label(old), before=old.format(total),
                after=self.currency_id.format(self.amount_total))
        else:
            text = self.env._("The sums stayed as they were: %(before)s became %(after)s.", before=old.format(total),
                              after=self.currency_id.format(self.amount_total))
        self._track_set_log_message(text)

    def _get_unrated(self, old):
        """:return: those of the two currencies that have no rate: core would convert them one for one"""
        # whoever plans sales need not be allowed to read rates of currencies
        return ((old | self.currency_id) - self.company_id.currency_id).sudo().filtered(lambda currency: not any(
            rate.company_id.id in (False, self.company_id.root_id.id) for rate in currency.rate_ids))

    def _convert_figures(self, rate):
        """:param float rate: units of the plan's currency for one of that in which the figures are"""
        self._serialize_editors()
        self._write_cells({
            (line.row_key, line.date): self._convert_line(line, rate) for line in self.line_ids})

    def _convert_line(self, line, rate):
        """:return: dict of figures: the sum converted to the hundredth, and the price that gives it"""
        amount, price = self.currency_id.round(line.amount * rate), line.price_unit * rate
        if line.quantity and self.currency_id.compare_amounts(line.quantity * price, amount):
            price = amount / line.quantity
        return {'quantity': line.quantity, 'price_unit': price, 'amount': amount}
