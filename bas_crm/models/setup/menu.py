from odoo import api, models

#: parameter of the database that moves the screen from the beginning of the application into its settings
FINISHED = 'bas_crm.setup_finished'


class BasSetup(models.AbstractModel):
    _inherit = 'bas.setup'

    @api.model
    def _is_finished(self):
        return bool(self.env['ir.config_parameter'].sudo().get_param(FINISHED))  # no secret

    @api.model
    def set_first_screen(self, is_first=True):
        """Show the screen at the beginning of the application, or only in its settings."""
        self._check_user()
        # sudo: the head of sales has no right on parameters, and may decide only on this one.
        self.env['ir.config_parameter'].sudo().set_param(FINISHED, not is_first)
        self.env.registry.clear_cache()  # of menus
        return True


class IrUiMenu(models.Model):
    _inherit = 'ir.ui.menu'

    def _load_menus_blacklist(self):
        menu = self.env.ref('bas_crm.setup_first_menu', raise_if_not_found=False)
        hidden = menu.ids if menu and self.env['bas.setup']._is_finished() else []
        return super()._load_menus_blacklist() + hidden
