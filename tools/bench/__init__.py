"""How fast our screens are, as ratios taken in one run: ours beside what Odoo has in their place, or the best SQL.

``firm.py``, ``data.sql`` and ``daily.sql`` make a firm of a stated size, and ``check.py`` proves that it is one. ``cases`` name
what is asked (``case.py``); ``inside.py`` runs in Odoo's shell and asks it (``asked.py``, ``timing.py``); ``runner.py`` brings
the sizes together, and ``table.py`` judges and prints.
"""
