"""How fast our reports are, as ratios taken in one run: ours beside what else would give the figure.

``firm.py`` and ``data.sql`` make a firm of a stated size, ``inside.py`` runs in Odoo's shell and measures what the files of
``cases`` name, ``runner.py`` brings the sizes together and prints.
"""
