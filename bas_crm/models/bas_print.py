import base64

from markupsafe import Markup

from odoo import api, models
from odoo.tools import file_open, ormcache

from .res_partner_codes import HOME


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
        """The one family of Odoo's that holds all Ukrainian letters.

        It stands in the page itself: nothing is fetched while printing.
        """
        rules = []
        for face, weight in (('Regular', 400), ('Bold', 700)):
            with file_open(f'web/static/fonts/google/Roboto/Roboto-{face}.ttf', 'rb') as file:
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
