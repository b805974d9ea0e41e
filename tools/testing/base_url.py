"""pytest plugin: Odoo knows under which address its server listens during the tests.

A print asks that server for its style sheets, and pytest-odoo takes any free port.
"""
import pytest


@pytest.fixture(scope='session', autouse=True)
def base_url(load_http):
    from odoo import SUPERUSER_ID, api  # noqa: PLC0415 — Odoo is configured by pytest-odoo, after plugins are loaded
    from odoo.modules.registry import Registry  # noqa: PLC0415
    from odoo.service import server  # noqa: PLC0415
    from odoo.tests.common import get_db_name  # noqa: PLC0415
    if not server.server:
        return
    with Registry(get_db_name()).cursor() as cursor:
        parameters = api.Environment(cursor, SUPERUSER_ID, {})['ir.config_parameter']
        parameters.set_param('web.base.url', f'http://127.0.0.1:{server.server.httpd.server_port}')
