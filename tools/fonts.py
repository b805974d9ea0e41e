#!/usr/bin/env python3
"""Make the fonts of prints anew: Roboto with Ukrainian, English, Europe's other Latin letters and the signs that prints use.

    pip install fonttools zopfli
    python tools/fonts.py FOLDER

FOLDER holds Roboto-Regular.ttf and Roboto-Bold.ttf, in Odoo's source ``addons/web/static/fonts/google/Roboto``. What comes out is
committed: neither the add-on nor its tests need fontTools. Every page of a print carries both files in itself, so each letter
costs; what is missing is taken from the fonts of the server.
"""
import sys
from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / 'bas_crm' / 'static' / 'fonts'
FACES = ('Regular', 'Bold')
UKRAINIAN = 'АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя'
#: in names, addresses and trademarks of neighbours
RUSSIAN = 'ЁЪЫЭёъыэ'
#: Polish, Czech, Slovak, Hungarian, Romanian, German, French, Spanish, Baltic and Nordic names: Łódź, Café, Škoda, Győr
NEIGHBOURS = (
    'ĄĆĘŁŃÓŚŹŻÁÄČĎÉĚÍĹĽŇÔŔŘŠŤÚŮÝŽŐŰÂÎĂȘȚÖÜÀÇÈÊËÏÙÛÑÃÕÅÆØĀĒĖĢĪĮĶĻŅŪŲĞİŞ'
    'ąćęłńóśźżáäčďéěíĺľňôŕřšťúůýžőűâîășțöüàçèêëïùûñãõåæøāēėģīįķļņūųğışß'
)
ENGLISH = ''.join(map(chr, range(0x20, 0x7F)))
#: quotation marks, apostrophes, dashes, spaces, currencies, numbers, measures, arrows
SIGNS = '«»„“”‘’‚ʼ‹›–—‑‐…•·§©®™°±×÷²³µ½¼¾¹№₴€£‰−≈≠≤≥←↑→↓\u00a0\u2009\u202f\u0301'
LETTERS = UKRAINIAN + RUSSIAN + NEIGHBOURS + ENGLISH + SIGNS


def make_fonts(folder):
    # the one who makes the fonts has it; who reads LETTERS does not
    from fontTools import subset  # noqa: PLC0415
    from fontTools.ttLib import sfnt  # noqa: PLC0415

    sfnt.USE_ZOPFLI = True  # smaller by a twentieth
    for face in FACES:
        options = subset.Options(hinting=False, name_IDs=[0, 1, 2, 4, 6], layout_features=['kern', 'tnum'], flavor='woff')
        font = subset.load_font(folder / f'Roboto-{face}.ttf', options)
        maker = subset.Subsetter(options)
        maker.populate(text=LETTERS)
        maker.subset(font)
        path = FONTS / f'Roboto-{face}.woff'
        subset.save_font(font, path, options)
        print(f'{path.name}: {path.stat().st_size} bytes')


if __name__ == '__main__':
    make_fonts(Path(sys.argv[1]))
