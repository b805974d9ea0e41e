import difflib
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import html2plaintext

from ...tools.listed_selection import ListedSelection

PLACEHOLDER = re.compile(r'\{([^{}<>]*)\}')
#: an editor may insert a tag between the braces
BROKEN_PLACEHOLDER = re.compile(r'\{[^{}<>]*<[^{}]*\}')


class BasContractTemplate(models.Model):
    """A contract template: text with ``{placeholders}`` that a contract fills in from its card."""

    _name = 'bas.contract.template'
    _description = 'Contract Template'
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', index=True, ondelete='cascade', help="Empty: for all companies.")
    contract_type = ListedSelection(
        selection=lambda self: self.env['bas.contract']._fields['contract_type']._description_selection(self.env),
        default='customer', required=True)
    body = fields.Html("Text", required=True, sanitize_attributes=True, sanitize_form=True)
    placeholder_help = fields.Html("Placeholders", compute='_compute_placeholder_help')

    @api.depends_context('lang')
    def _compute_placeholder_help(self):
        rows = self.env['bas.contract']._get_placeholder_labels().items()
        self.placeholder_help = self.env['ir.qweb']._render('bas_crm.contract_placeholder_help', {'rows': rows})

    @api.constrains('body')
    def _check_placeholders(self):
        """:raises ValidationError: a placeholder is unknown; the message suggests the most similar known one"""
        known = self.env['bas.contract']._get_placeholder_labels()
        for template in self:
            for broken in BROKEN_PLACEHOLDER.findall(template.body or '')[:1]:
                raise ValidationError(self.env._(
                    "The placeholder %(placeholder)s is split by formatting: delete it and type it again.",
                    placeholder=html2plaintext(broken).strip()))
            unknown = template._get_placeholders() - known.keys()
            if not unknown:
                continue
            hints = []
            for name in sorted(unknown):
                near = difflib.get_close_matches(name, known, n=1)
                hints.append(self.env._("{%(name)s}, did you mean {%(near)s}?", name=name, near=near[0])
                             if near else f'{{{name}}}')
            raise ValidationError(self.env._(
                "The template «%(template)s» has placeholders that no contract can fill: %(placeholders)s",
                template=template.name, placeholders=', '.join(hints)))

    def _get_placeholders(self):
        self.ensure_one()
        return {name.strip() for name in PLACEHOLDER.findall(self.body or '')}
