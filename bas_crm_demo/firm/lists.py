"""A list of the former program that the administrator has moved in: new suppliers."""
from odoo.tools import file_open


def move_list_in(firm):
    env = firm.env(user=firm.env.ref('base.user_admin').id)
    with file_open('bas_crm_demo/data/suppliers.csv', 'rb') as file:
        session = env['bas.import'].create({
            'name': 'Нові постачальники', 'file_ids': [(0, 0, {'name': 'Постачальники.csv', 'raw': file.read()})]})
    session.action_recognise()
    session.action_check()
    session.action_import()
