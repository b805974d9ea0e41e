from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """A picture that only the program sets is kept as an attachment, which is not changed by hand either."""

    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_is_not_programs()
        return attachments

    def write(self, vals):
        self._check_is_not_programs()
        result = super().write(vals)
        if {'res_model', 'res_field'} & vals.keys():
            self._check_is_not_programs()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_programs(self):
        self._check_is_not_programs()

    def _check_is_not_programs(self):
        """:raises AccessError: the attachment is the value of a field that only the program sets"""
        if self.env.su:
            return
        for attachment in self.sudo():  # what it belongs to, whoever would change it may not be able to read
            model = self.env.get(attachment.res_model) if attachment.res_field else None
            if hasattr(model, '_get_program_fields') and attachment.res_field in model._get_program_fields():
                raise AccessError(self.env._(
                    "«%(fields)s» cannot be changed by hand.",
                    fields=model._fields[attachment.res_field]._description_string(self.env)))
