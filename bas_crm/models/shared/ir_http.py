from contextlib import suppress

import polib

from odoo import api, models, tools
from odoo.tools import file_path


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The scripts of the customer's page have translated texts of ours."""
        return [*super()._get_translation_frontend_modules_name(), 'bas_crm']

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """Replace some wrong Ukrainian translations in Odoo's scripts, as ``ir.module.module`` does in its views."""
        translations, params = super()._get_translations_for_webclient(modules, lang)
        for module, words in self._get_words_of_scripts(params and params['code']).items():
            if module in translations:
                messages = {message['id']: message for message in translations[module]['messages']}
                messages.update((source, {'id': source, 'string': text}) for source, text in words.items())
                translations[module] = {'messages': tuple(messages.values())}
        return translations, params

    @api.model
    @tools.ormcache('lang')
    def _get_words_of_scripts(self, lang):
        """:return: dict: module → {Odoo's English text: our translation}"""
        words = {}
        with suppress(FileNotFoundError):
            for entry in polib.pofile(file_path(f'bas_crm/i18n_extra/scripts/{lang}.po')):
                # Several modules can have the same text: the path of the script, code:addons/web/…, contains the module.
                for place, _line in entry.occurrences:
                    words.setdefault(place.split('/')[1], {})[entry.msgid] = entry.msgstr
        return words
