"""What two workers manage when many people work at once: the same mix of reading and writing with the add-on and without it.

``mix.py`` says how often each operation comes; ``inside.py`` runs in Odoo's shell, makes the firms and prepares the calls of the
web client; ``clients.py`` sends them; ``runner.py`` brings both servers together, and ``table.py`` judges and prints.
"""
