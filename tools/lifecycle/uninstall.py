"""Runs in Odoo's shell."""
# ruff: noqa: F821
env['ir.module.module'].search([('name', '=', 'bas_crm')]).button_immediate_uninstall()
env.cr.commit()
