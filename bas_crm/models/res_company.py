from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    bas_create_main_contract = fields.Boolean("Main Contract for New Customers", default=True)
    bas_contract_template_id = fields.Many2one(
        'bas.contract.template', string="Template of the Main Contract", check_company=True, ondelete='set null')

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_contract_sequences()
        return companies

    def _create_contract_sequences(self):
        """Give each company its numbering of contracts, from 1 every year."""
        # Companies are made by administrators of the system, sequences belong to those of the database.
        Sequence = self.env['ir.sequence'].sudo()
        numbered = Sequence.search([('code', '=', 'bas.contract'), ('company_id', 'in', self.ids)]).company_id
        Sequence.create([{
            'name': self.env._("Contracts of %(company)s", company=company.name),
            'code': 'bas.contract',
            'company_id': company.id,
            'suffix': '/%(range_year)s',
            'padding': 4,
            'use_date_range': True,
        } for company in self - numbered])
