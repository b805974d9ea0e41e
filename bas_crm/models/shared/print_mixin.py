import base64
from decimal import Decimal

from markupsafe import Markup

from odoo import api, models
from odoo.tools import file_open, ormcache

from ...tools.amount_in_words import amount_in_words
from ...tools.codes import HOME


class BasPrint(models.AbstractModel):
    """A document that is printed: its language, its font, its addresses."""

    _name = 'bas.print.mixin'
    _description = 'Printed Document'

    def _get_text_lang(self):
        """Documents of a Ukrainian firm stand in Ukrainian, whatever language its administrator installed Odoo in."""
        firm = self.company_id.partner_id
        if firm.country_id.code in HOME and self.env['res.lang']._get_data(code='uk_UA'):
            return 'uk_UA'
        return firm.lang or self.env.lang

    @api.model
    def _get_print_styles(self):
        """:return: css of the page: the one font, and the rules of the kind of document"""
        return Markup('\n'.join([*self._get_style_rules(), *self._get_font_rules()]))  # noqa: S704 none of it is anybody's text

    @api.model
    def _get_style_rules(self):
        return ['.article, .article * { font-family: BasRoboto !important; }']

    @api.model
    @ormcache()
    def _get_font_rules(self):
        """Roboto, the one family of Odoo's that holds all Ukrainian letters; see static/fonts.

        It stands in the page itself: nothing is fetched while printing.
        """
        rules = []
        for face, weight in (('Regular', 400), ('Bold', 700)):
            with file_open(f'bas_crm/static/fonts/Roboto-{face}.ttf', 'rb') as file:
                data = base64.b64encode(file.read()).decode()
            rules.append(
                f'@font-face {{ font-family: BasRoboto; font-weight: {weight};'
                f' src: url(data:font/ttf;base64,{data}) format("truetype"); }}')
        return rules

    @api.model
    def _format_address(self, partner):
        """:return: the address in one line, without the places that the card leaves empty"""
        lines = (partner._display_address(without_company=True) or '').splitlines()
        return ', '.join(line.strip(' ,') for line in lines if line.strip(' ,'))

    def _get_amount_in_words(self, amount, currency):
        """«Дванадцять тисяч гривень 00 копійок», in the language of the document; of a negative amount the opposite

        :param float amount: in ``currency``
        """
        lang = (self._get_text_lang() or '').partition('_')[0]
        return amount_in_words(Decimal(str(amount)), currency.name, lang, currency.decimal_places)

    def _get_vat_words(self, amount_tax, currency):
        """:return: «У т. ч. ПДВ: Дві тисячі гривень 00 копійок»; an empty text for a document without tax"""
        if currency.is_zero(amount_tax):
            return ''
        return self.with_context(lang=self._get_text_lang()).env._(
            "VAT included: %(words)s", words=self._get_amount_in_words(amount_tax, currency))
