from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """The image of a protected field is stored as an attachment, which users cannot change either."""

    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_is_not_protected()
        return attachments

    def write(self, vals):
        self._check_is_not_protected()
        result = super().write(vals)
        if {'res_model', 'res_field'} & vals.keys():
            self._check_is_not_protected()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_protected(self):
        self._check_is_not_protected()

    def _check_is_not_protected(self):
        """:raises AccessError: the attachment is the value of a field that only the program sets"""
        if self.env.su:
            return
        for attachment in self.sudo():  # the user may have no access to the document of the attachment
            model = self.env.get(attachment.res_model) if attachment.res_field else None
            if hasattr(model, '_get_program_fields') and attachment.res_field in model._get_program_fields():
                raise AccessError(self.env._(
                    "«%(fields)s» cannot be changed manually.",
                    fields=model._fields[attachment.res_field]._description_string(self.env)))
