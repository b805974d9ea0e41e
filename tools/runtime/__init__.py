"""Brings a whole, pinned Odoo 19 to this machine: what ``bin/*`` is made of.

Standard library only: these modules run before anything is installed.
"""
