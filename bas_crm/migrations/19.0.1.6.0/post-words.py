"""Odoo keeps a translation that is there, also one of ours that was corrected later: words.po holds the corrected words,
each with the text that it replaces as its previous source, ``#| msgid``. What a firm has worded itself stays."""
from collections import defaultdict
from functools import cache
from pathlib import Path

import polib

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL, file_path
from odoo.tools.translate import TranslationImporter, get_po_paths

LANG = 'uk_UA'
WORDS = Path(__file__).with_name('words.po')


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    if not env['res.lang']._get_data(code=LANG):
        return
    env.flush_all()
    importer = TranslationImporter(cr, verbose=False)
    importer.load_file(str(WORDS), LANG)
    replaced = defaultdict(set)
    for entry in polib.pofile(str(WORDS)):
        replaced[entry.msgstr].update((entry.msgid, entry.msgstr, entry.previous_msgid))
    says = cache(get_words)

    def is_own(xmlid, now, word, source):
        # Another build of Odoo may say it in other words than those we know.
        return now and now not in replaced[word] and now != says(xmlid.partition('.')[0]).get(source)

    drop_own_values(env, importer.model_translations, is_own)
    drop_own_terms(env, importer.model_terms_translations, is_own)
    importer.save(force_overwrite=True)


def drop_own_values(env, translations, is_own):
    for model, name, words in get_fields(translations):
        for xmlid, values in read_translated(env, model, name, words):
            if is_own(xmlid, values.get(LANG), words[xmlid][LANG], values['en_US']):
                del words[xmlid]


def drop_own_terms(env, translations, is_own):
    for model, name, terms in get_fields(translations):
        field = env[model]._fields[name]
        for xmlid, values in read_translated(env, model, name, terms):
            here = field.get_translation_dictionary(values['en_US'], {LANG: values.get(LANG) or values['en_US']})
            for source, word in list(terms[xmlid].items()):
                if is_own(xmlid, here.get(source, {}).get(LANG), word[LANG], source):
                    del terms[xmlid][source]


def get_fields(translations):
    """:return: list of (model, field, what a ``TranslationImporter`` holds of it)"""
    return [(model, name, words) for model, fields in translations.items() for name, words in fields.items()]


def get_words(module):
    """:return: dict: what a module writes in English → its translation"""
    return {entry.msgid: entry.msgstr for path in get_po_paths(module, LANG) for entry in polib.pofile(file_path(path))}


def read_translated(env, model, name, xmlids):
    """:return: list of (xmlid, {language: text}) of records that are there and hold a text"""
    if not xmlids:
        return []
    return env.execute_query(SQL(
        """SELECT data.module || '.' || data.name, record.%(field)s
             FROM ir_model_data data JOIN %(table)s record ON record.id = data.res_id
            WHERE data.model = %(model)s AND (data.module, data.name) IN %(names)s AND record.%(field)s ->> 'en_US' <> ''""",
        field=SQL.identifier(name), table=SQL.identifier(env[model]._table), model=model,
        names=tuple(tuple(xmlid.split('.', 1)) for xmlid in xmlids)))
