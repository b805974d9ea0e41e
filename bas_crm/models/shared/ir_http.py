from contextlib import suppress

import polib

from odoo import api, models, tools
from odoo.tools import file_path


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The customer's page has words of ours in its scripts."""
        return [*super()._get_translation_frontend_modules_name(), 'bas_crm']

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """Few words of Odoo's scripts are wrong in Ukrainian: ours take their place, as they do in its views."""
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
        """:return: dict: module → {what Odoo writes in English: our word}"""
        words = {}
        with suppress(FileNotFoundError):
            for entry in polib.pofile(file_path(f'bas_crm/i18n_extra/scripts/{lang}.po')):
                # One word can be of several modules: the path of a script, code:addons/web/…, names its own.
                for place, _line in entry.occurrences:
                    words.setdefault(place.split('/')[1], {})[entry.msgid] = entry.msgstr
        return words
