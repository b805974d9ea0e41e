from . import controllers, models, reports, tools, wizards
from .hooks import post_init_hook, uninstall_hook

# As Odoo's post_load, but also where tests import the add-on before a server does.
tools.messages.extend_messages()
