import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools.image import image_process

from ...models.shared.res_company import OFFER_DESIGNS
from ...tools.days import get_today

#: lines of the sample: name, quantity, price
SAMPLE = (
    (lambda env: env._("Dining table, oak"), 1, 12400),
    (lambda env: env._("Chair, soft seat"), 6, 2150),
    (lambda env: env._("Delivery and assembly"), 1, 1800),
)
PREVIEW = Markup("""<!DOCTYPE html><html><head><meta charset="utf-8"/><style>
    body { margin: 0; padding: 24px; font-size: 12px; background: #fff; color: #212529; } table { border-collapse: collapse; }
    .footer { display: none; } .header { margin-bottom: 16px; }
    </style></head><body>%s</body></html>""")


class BasSetupLogo(models.TransientModel):
    """The logo of the firm, drawn at once on a sample offer."""

    _name = 'bas.setup.logo'
    _description = 'Logo of the Firm'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, ondelete='cascade')
    logo = fields.Binary(default=lambda self: not self.env.company.uses_default_logo and self.env.company.logo)
    color = fields.Char("Color of Prints", default=lambda self: self.env.company.primary_color)
    design = fields.Selection(
        OFFER_DESIGNS, string="Design of Commercial Offers", required=True,
        default=lambda self: self.env.company.bas_offer_design)
    preview = fields.Html(compute='_compute_preview', sanitize=False, exportable=False, export_string_translation=False)

    @api.depends('logo', 'color', 'design')
    def _compute_preview(self):
        for dialog in self:
            # The client reads a saved record with the sizes of files instead of the files.
            dialog.preview = PREVIEW % dialog.with_context(bin_size=False)._draw_offer()

    @api.constrains('logo')
    def _check_logo(self):
        for dialog in self.filtered('logo'):
            if not dialog._get_picture():
                raise ValidationError(self.env._("This file is no picture. Choose a PNG or JPG file."))

    def _get_picture(self):
        """:return: the file as base64 if it is a picture that prints can show; else False"""
        picture = self.with_context(bin_size=False).logo
        try:
            return bool(picture and image_process(base64.b64decode(picture), size=(16, 16))) and picture
        except (UserError, ValueError):
            return False

    def _draw_offer(self):
        """:return: Markup: the printed offer with the logo of the dialog; nothing is saved"""
        language = self._make_sample()._get_text_lang()
        offer = self.with_context(lang=language)._make_sample()
        return self.env['ir.qweb']._render('bas_crm.report_commercial_offer_document', {'doc': offer})

    def _make_sample(self):
        """:return: a new offer, not in the database"""
        company = self.env['res.company'].new(origin=self.company_id or self.env.company)
        company.logo = picture = self._get_picture()
        company.uses_default_logo = not picture
        company.primary_color = self.color
        partner = self.env['res.partner'].new({
            'name': self.env._("TOV «Customer»"), 'is_company': True, 'country_id': company.country_id.id})
        order = self.env['sale.order'].new({
            'name': 'S00001', 'partner_id': partner, 'company_id': company, 'currency_id': company.currency_id.id})
        return self.env['bas.commercial.offer'].new({
            'name': '0001', 'variant': 'A', 'order_id': order, 'company_id': company, 'partner_id': partner,
            'currency_id': company.currency_id.id, 'date': get_today(self.env, self.company_id), 'design': self.design,
            'line_ids': [Command.create({
                'name': name(self.env), 'product_uom_qty': quantity, 'price_unit': price,
                'product_uom_id': self.env.ref('uom.product_uom_unit').id, 'sequence': number,
            }) for number, (name, quantity, price) in enumerate(SAMPLE)]})

    def action_save(self):
        self.ensure_one()
        values = {'bas_offer_design': self.design, 'primary_color': self.color}
        if self.logo:
            values['logo'] = self.logo
        self.company_id.write(values)
        return {'type': 'ir.actions.act_window_close'}
