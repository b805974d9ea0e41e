from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ...tools.days import DEFAULT_ZONE
from .taxes import SYSTEMS


class BasSetupCompany(models.TransientModel):
    """A second company of the firm, for example an entrepreneur beside a legal entity."""

    _name = 'bas.setup.company'
    _inherit = ['bas.setup.requisites']
    _description = 'Second Company'

    company_id = fields.Many2one(required=False, default=False)
    user_ids = fields.Many2many(
        'res.users', 'bas_setup_company_user', 'setup_id', 'user_id', string="Who Works in It",
        default=lambda self: self.env.user, domain="[('share', '=', False)]")
    system = fields.Selection(SYSTEMS, string="Taxation", required=True, default='single')

    @api.model
    def _get_known_requisites(self):
        return {}  # the requisites of the first company are not those of the second

    def action_save(self):
        """Create the company with hryvnias, chart of accounts and taxes, and let the people in.

        :raises AccessError: the user is no system administrator
        """
        self.ensure_one()
        if not self.env.is_system():
            raise AccessError(self.env._("Only system administrators add companies."))
        company = self._create_company()
        company.partner_id.write({
            **self._prepare_requisites(), 'lang': self.env.company.partner_id.lang, 'tz': DEFAULT_ZONE})
        (self.user_ids | self.env.user).write({'company_ids': [Command.link(company.id)]})
        self.env['bas.setup.taxes'].with_company(company).create({
            'company_id': company.id, 'system': self.system}).action_apply()
        return {'type': 'ir.actions.client', 'tag': 'reload'}

    def _create_company(self):
        # The chart of accounts is loaded with the taxes.
        companies = self.env['res.company'].with_context(chart_template_load=True)
        return companies.create({
            'name': self.name,
            'country_id': self.env.ref('base.ua').id,
            'currency_id': self.env.ref('base.UAH').id,
            'bas_tz': DEFAULT_ZONE,
            'bas_contract_template_id': self.env.company.bas_contract_template_id.filtered(lambda one: not one.company_id).id,
        }).with_context(chart_template_load=False)
