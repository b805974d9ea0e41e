from collections import defaultdict
from contextlib import suppress
from functools import cache

import polib

from odoo import api, models
from odoo.tools import SQL, file_path
from odoo.tools.translate import TranslationImporter, get_po_paths


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Replace some wrong Ukrainian translations of Odoo, also in modules installed after ours: Odoo itself keeps a
        translation that exists.
        """
        super()._load_module_terms(modules, langs, overwrite=overwrite)
        for lang in langs:
            with suppress(FileNotFoundError):
                self._replace_words(lang, file_path(f'bas_crm/i18n_extra/{lang}.po'))

    @api.model
    def _replace_words(self, lang, path):
        """Replace translations. A text that the firm has changed itself is kept.

        :param str path: a .po file whose entries have the text to replace as their previous source, ``#| msgid``
        """
        importer = TranslationImporter(self.env.cr, verbose=False)
        importer.load_file(path, lang)
        replaced = defaultdict(set)
        for entry in polib.pofile(path):
            replaced[entry.msgstr].update((entry.msgid, entry.msgstr, entry.previous_msgid))
        self.env.flush_all()
        says = cache(lambda module: _get_words(module, lang))

        def is_own(xmlid, now, word, source):
            # Another build of Odoo may have another translation than the one we know.
            return now and now not in replaced[word] and now != says(xmlid.partition('.')[0]).get(source)

        for model, name, words in _get_fields(importer.model_translations):
            for xmlid, values in self._read_translated(model, name, words):
                if is_own(xmlid, values.get(lang), words[xmlid][lang], values['en_US']):
                    del words[xmlid]
        for model, name, terms in _get_fields(importer.model_terms_translations):
            field = self.env[model]._fields[name]
            for xmlid, values in self._read_translated(model, name, terms):
                here = field.get_translation_dictionary(values['en_US'], {lang: values.get(lang) or values['en_US']})
                for source, word in list(terms[xmlid].items()):
                    if is_own(xmlid, here.get(source, {}).get(lang), word[lang], source):
                        del terms[xmlid][source]
        importer.save(force_overwrite=True)

    @api.model
    def _read_translated(self, model, name, xmlids):
        """:return: list of (xmlid, {language: text}) of existing records that have a text"""
        if not xmlids:
            return []
        return self.env.execute_query(SQL(
            """SELECT data.module || '.' || data.name, record.%(field)s
                 FROM ir_model_data data JOIN %(table)s record ON record.id = data.res_id
                WHERE data.model = %(model)s AND (data.module, data.name) IN %(names)s AND record.%(field)s ->> 'en_US' <> ''""",
            field=SQL.identifier(name), table=SQL.identifier(self.env[model]._table), model=model,
            names=tuple(tuple(xmlid.split('.', 1)) for xmlid in xmlids)))


def _get_fields(translations):
    """:return: list of (model, field, dict of translations), as :class:`TranslationImporter` holds them"""
    return [(model, name, words) for model, fields in translations.items() for name, words in fields.items()]


def _get_words(module, lang):
    """:return: dict: English text of a module → its translation"""
    return {entry.msgid: entry.msgstr for path in get_po_paths(module, lang) for entry in polib.pofile(file_path(path))}
