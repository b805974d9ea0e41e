from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestConversionConcurrency(BaseCase):
    """Two users convert a lead at once, each with a real connection."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {'lang': 'en_US'})
            lead = env['crm.lead'].create({'name': 'Two at once', 'partner_name': 'ТОВ «Два столи»'})
            self.lead_id = lead.id
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {'active_test': False})
            lead = env['crm.lead'].browse(self.lead_id)
            partner = lead.counterparty_id
            lead.unlink()
            partner.bas_contract_ids.state = 'cancelled'
            partner.bas_contract_ids.unlink()
            partner.unlink()

    def test_two_users_create_one_counterparty(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            lead = api.Environment(first, api.SUPERUSER_ID, {'lang': 'en_US'})['crm.lead'].browse(self.lead_id)
            rival = api.Environment(second, api.SUPERUSER_ID, {'lang': 'en_US'})['crm.lead'].browse(self.lead_id)
            self.assertFalse(rival.decision, 'both see an undecided lead')
            counterparty_id = lead._convert_to_customer().id
            with self.assertRaises(UserError) as caught:
                rival.action_convert_to_customer()
            self.assertIn('Another user is changing', str(caught.exception))
            second.rollback()
            first.commit()
            self.assertToldKindly(rival, counterparty_id)

    def assertToldKindly(self, rival, counterparty_id):
        action = rival.action_convert_to_customer()
        self.assertIn('already converted', action['params']['message'])
        self.assertEqual(action['params']['next']['res_id'], counterparty_id)
        self.assertEqual(rival.env['res.partner'].search_count([('name', '=', 'ТОВ «Два столи»')]), 1)

    def test_committed_after_the_other_snapshot(self):
        """The snapshot of the second transaction is older than the decision: PostgreSQL refuses, the server retries."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            lead = api.Environment(first, api.SUPERUSER_ID, {'lang': 'en_US'})['crm.lead'].browse(self.lead_id)
            rival = api.Environment(second, api.SUPERUSER_ID, {'lang': 'en_US'})['crm.lead'].browse(self.lead_id)
            self.assertFalse(rival.decision, 'both see an undecided lead')
            counterparty_id = lead._convert_to_customer().id
            first.commit()
            with self.assertRaises(PG_CONCURRENCY_EXCEPTIONS_TO_RETRY), mute_logger('odoo.sql_db'):
                rival.action_convert_to_customer()
            second.rollback()
            self.assertToldKindly(rival, counterparty_id)
