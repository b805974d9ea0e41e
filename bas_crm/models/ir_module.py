from contextlib import suppress

from odoo import api, models
from odoo.tools import file_path
from odoo.tools.translate import TranslationImporter


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Odoo keeps a translation that is there. Few of its Ukrainian words are wrong: ours take their place."""
        super()._load_module_terms(modules, langs, overwrite=overwrite)
        if 'bas_crm' not in modules:
            return
        importer = TranslationImporter(self.env.cr, verbose=False)
        for lang in langs:
            with suppress(FileNotFoundError):
                importer.load_file(file_path(f'bas_crm/i18n_extra/{lang}.po'), lang)
        importer.save(force_overwrite=True)
