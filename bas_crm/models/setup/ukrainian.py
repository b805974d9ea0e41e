from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.days import DEFAULT_ZONE

UKRAINIAN, MONDAY = 'uk_UA', '1'
#: what the button does, in this order; each step has a method ``_find_<name>`` that tells what it would change, and a method
#: ``_set_<name>``
CHANGES = ('language', 'week', 'time_zone', 'country', 'currency', 'price_list', 'paper', 'sources', 'lead_stages')


class BasSetup(models.AbstractModel):
    """The button «Ukrainian Firm»: all that an accountant in Ukraine would set without asking."""

    _inherit = 'bas.setup'

    @api.model
    def make_ukrainian(self):
        """Set all that a Ukrainian firm needs and that requires no question. If it is set already, nothing changes.

        :return: dict: ``done``, list of texts of what has changed; ``kept``, list of texts of what cannot be changed and why
        :raises AccessError: the user is no system administrator
        """
        if not self.env.is_system():
            raise AccessError(self.env._("The button «Ukrainian Firm» is for administrators of the system."))
        done = []
        for change in CHANGES:
            setup = self._in_ukrainian()  # from the first step on
            if text := getattr(setup, f'_find_{change}')():
                getattr(setup, f'_set_{change}')()
                done.append(text)
        return {'done': done, 'kept': self._in_ukrainian()._get_obstacles()}

    @api.model
    def _get_ukrainian(self):
        """:return: dict: ``changes``, texts of what the button would set; ``kept``, texts of what cannot be changed and why;
            ``is_open``, whether the user may press it"""
        setup = self._in_ukrainian()
        return {
            'changes': [text for change in CHANGES if (text := getattr(setup, f'_find_{change}')())],
            'kept': setup._get_obstacles(),
            'is_open': self.env.is_system(),
        }

    @api.model
    def _in_ukrainian(self):
        """:return: ``self`` in Ukrainian, if this user or the firm works in it already"""
        known = self.env['res.lang']._get_data(code=UKRAINIAN) and self.env.user.lang == UKRAINIAN
        return self.with_context(lang=UKRAINIAN) if known else self

    @api.model
    def _get_obstacles(self):
        """:return: list of texts: what the button leaves as it is, and why"""
        if self._find_foreign_currency() and self._has_entries():
            return [self.env._(
                "The currency remains %(currency)s: the company has accounting entries, so its currency cannot be changed. Add "
                "another company in hryvnias.", currency=self.env.company.currency_id.name)]
        return []

    @api.model
    def _has_entries(self):
        # sudo: entries that the user may not read count as well.
        return self.env.company.root_id.sudo()._existing_accounting()

    # ------------------------------------------------------------
    # Language, week, time
    # ------------------------------------------------------------

    def _find_language(self):
        is_set = (
            self.env['res.lang']._get_data(code=UKRAINIAN) and self.env.user.lang == UKRAINIAN
            and self.env.company.partner_id.lang == UKRAINIAN and self._get_default_language() == UKRAINIAN)
        return not is_set and self.env._("Language: Ukrainian, for you, the firm and new counterparties")

    def _get_default_language(self):
        return self.env['ir.default'].sudo()._get('res.partner', 'lang')  # any user may know it

    def _set_language(self):
        self.env['res.lang']._activate_and_install_lang(UKRAINIAN)
        self.env['ir.default'].set('res.partner', 'lang', UKRAINIAN)
        self.env.user.lang = self.env.company.partner_id.lang = UKRAINIAN

    def _find_week(self):
        language = self.env['res.lang']._get_data(code=UKRAINIAN)
        return bool(language) and language.week_start != MONDAY and self.env._("First day of the week: Monday")

    def _set_week(self):
        self.env['res.lang'].search([('code', '=', UKRAINIAN)]).week_start = MONDAY

    def _find_time_zone(self):
        zones = {self.env.company.bas_tz, self.env.company.partner_id.tz, self.env.user.tz}
        return zones != {DEFAULT_ZONE} and self.env._("Time zone: Kyiv")

    def _set_time_zone(self):
        self.env.company.bas_tz = self.env.company.partner_id.tz = self.env.user.tz = DEFAULT_ZONE

    # ------------------------------------------------------------
    # Country, money, paper
    # ------------------------------------------------------------

    def _find_country(self):
        return self.env.company.country_id != self.env.ref('base.ua') and self.env._("Country: Ukraine")

    def _set_country(self):
        # The chart of accounts depends on the taxes, about which the administrator is asked.
        self.env.company.with_context(chart_template_load=True).country_id = self.env.ref('base.ua')

    def _find_foreign_currency(self):
        return self.env.company.currency_id != self.env.ref('base.UAH')

    def _find_currency(self):
        return self._find_foreign_currency() and not self._has_entries() and self.env._("Currency: hryvnia")

    def _set_currency(self):
        self.env.ref('base.UAH').active = True
        self.env.company.currency_id = self.env.ref('base.UAH')

    def _find_price_list(self):
        if not self.env.user.has_group('product.group_product_pricelist') or self._find_foreign_currency():
            return False
        return not self._get_price_lists() and self.env._("Price list: in hryvnias")

    @api.model
    def _get_price_lists(self):
        """:return: price lists of the company in its currency"""
        return self.env['product.pricelist'].search([
            ('company_id', 'in', [self.env.company.id, False]), ('currency_id', '=', self.env.company.currency_id.id)])

    def _set_price_list(self):
        """Change the currency of the first price list without prices and documents; without one, add one."""
        lists = self.env['product.pricelist'].search([
            ('company_id', 'in', [self.env.company.id, False]), ('item_ids', '=', False)])
        used = self._get_used_price_lists(lists)
        for price_list in (lists - used)[:1]:
            price_list.currency_id = self.env.company.currency_id
            return
        self.env['product.pricelist'].create(self.env.company._get_default_pricelist_vals())

    def _get_used_price_lists(self, lists):
        # sudo: documents of colleagues and of other companies count as well.
        used = [self.env[model].sudo().search([('pricelist_id', 'in', lists.ids)]).pricelist_id
                for model in ('sale.order', 'bas.contract')]
        return lists.browse().union(*used)

    def _find_paper(self):
        letter = self.env.ref('base.paperformat_us', raise_if_not_found=False)
        return bool(letter) and self.env.company.paperformat_id == letter and self.env._("Paper: A4")

    def _set_paper(self):
        self.env.company.paperformat_id = self.env.ref('base.paperformat_euro')

    # ------------------------------------------------------------
    # Words of sales
    # ------------------------------------------------------------

    def _find_sources(self):
        sources = self.env['utm.source']
        return bool(sources._get_english_usual() or sources._get_unused_of_core()) and self.env._(
            "Acquisition sources: in Ukrainian; foreign ones are archived")

    def _set_sources(self):
        for source, name in self.env['utm.source']._get_english_usual().items():
            source.name = name
        self.env['utm.source']._get_unused_of_core().active = False

    def _find_lead_stages(self):
        return bool(self.env['crm.stage']._get_corrected_names()) and self.env._("States of leads: the words of sales")

    def _set_lead_stages(self):
        self.env['crm.stage']._correct_names()
