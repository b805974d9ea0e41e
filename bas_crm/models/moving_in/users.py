"""Who may be the manager of a record that comes from a file."""
from odoo import SUPERUSER_ID


def get_manager_domain(company):
    """:return: domain of ``res.users``: the people who work in the company now. The program itself, customers of the portal and
        those whose access has ended are none of them."""
    return [('active', '=', True), ('share', '=', False), ('id', '!=', SUPERUSER_ID), ('company_ids', 'in', company.id)]
