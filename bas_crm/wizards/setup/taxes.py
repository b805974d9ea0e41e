from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.setup.firm_cards import CHART, VAT_RATE

SYSTEMS = [('vat', "General system with VAT"), ('single', "Single tax without VAT")]


class BasSetupTaxes(models.TransientModel):
    """The taxes of the firm: Ukrainian chart of accounts, and the tax of new items."""

    _name = 'bas.setup.taxes'
    _description = 'Chart of Accounts and Taxes'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, ondelete='cascade')
    system = fields.Selection(
        SYSTEMS, string="Taxation", required=True,
        default=lambda self: self._get_current_system())
    tax_status = fields.Char(
        "Text in Prints", compute='_compute_tax_status', store=True, readonly=False,
        help="For example «Платник єдиного податку 2 групи, не є платником ПДВ».")
    note = fields.Text(compute='_compute_note')

    @api.model
    def _get_current_system(self):
        return self._find_system(self.env.company) or 'vat'

    @api.model
    def _find_system(self, company):
        """:return: str: the taxation that is set up; False if none is"""
        setup = self.env['bas.setup'].with_company(company)
        return setup._has_ukrainian_chart() and ('vat' if setup._has_vat() else 'single')

    @api.depends('system', 'company_id')
    def _compute_tax_status(self):
        """The text on the card of the firm is that of its present taxation: another taxation begins without it."""
        for dialog in self:
            system, text = self._find_system(dialog.company_id), dialog.company_id.partner_id.tax_status
            if system and system != dialog.system:
                text = False
            if not text and dialog.system == 'single':
                text = self.env._("Single tax payer, not a VAT payer")
            dialog.tax_status = text

    @api.depends('company_id')
    def _compute_note(self):
        for dialog in self:
            setup, notes = self.env['bas.setup'].with_company(dialog.company_id), []
            if not setup._is_chart_available():
                notes.append(self.env._(
                    "Odoo's add-on «Ukraine - Accounting» is installed. It takes about a minute; then the page is loaded again."))
            if setup._has_entries() and not setup._has_ukrainian_chart():
                notes.append(self.env._(
                    "The company has accounting entries, so its chart of accounts cannot be replaced: ask your accountant."))
            dialog.note = '\n'.join(notes)

    def action_apply(self):
        """Load the chart of accounts, which may install the add-on of core, and set the taxes of new items.

        :raises AccessError: the user is no system administrator
        :raises UserError: the chart cannot be replaced any more
        """
        self.ensure_one()
        if not self.env.is_system():
            raise AccessError(self.env._("Only system administrators choose the chart of accounts."))
        company_id, system, status = self.company_id.id, self.system, self.tax_status
        is_loaded = self._load_chart()
        # After the installation of an add-on the models are other ones.
        env = self.env(user=self.env.uid)
        env['bas.setup.taxes']._set_taxes(env['res.company'].browse(company_id), system, status)
        return {'type': 'ir.actions.client', 'tag': 'reload'} if is_loaded else {'type': 'ir.actions.act_window_close'}

    def _load_chart(self):
        """:return: bool: whether the chart was loaded, so that the client must reload"""
        setup = self.env['bas.setup'].with_company(self.company_id)
        if setup._has_ukrainian_chart():
            return False
        if setup._has_entries():
            raise UserError(self.note or self.env._("The chart of accounts cannot be replaced."))
        self.env['account.chart.template'].try_loading(CHART, company=self.company_id.root_id)
        return True

    @api.model
    def _set_taxes(self, company, system, status):
        """Set the default taxes of new items. Existing items keep theirs."""
        sale, purchase = (
            self._find_vat(company, use) if system == 'vat' else self.env['account.tax'] for use in ('sale', 'purchase'))
        company.write({'account_sale_tax_id': sale.id, 'account_purchase_tax_id': purchase.id})
        company.partner_id.tax_status = status

    @api.model
    def _find_vat(self, company, use):
        """:raises UserError: the company has no such tax"""
        tax = self.env['account.tax'].search([
            *self.env['account.tax']._check_company_domain(company), ('type_tax_use', '=', use),
            ('amount_type', '=', 'percent'), ('amount', '=', VAT_RATE)], limit=1)
        if not tax:
            raise UserError(self.env._(
                "The company has no tax of 20 per cent. Add it in Accounting, Configuration, Taxes, or ask your accountant."))
        return tax
