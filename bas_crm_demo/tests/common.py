from odoo.tests import TransactionCase


class DemoFirmCase(TransactionCase):
    """The firm as it was installed, seen from inside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref('bas_crm_demo.company')
        cls.env = cls.env(context={
            **cls.env.context, 'allowed_company_ids': cls.company.ids, 'lang': 'uk_UA', 'active_test': False})
        cls.company = cls.company.with_env(cls.env)
        cls.users = {key: cls.env.ref(f'bas_crm_demo.user_{key}')
                     for key in ('owner', 'head', 'manager', 'manager2', 'performer')}

    def find(self, model, domain=()):
        """Records of the firm."""
        return self.env[model].search([('company_id', '=', self.company.id), *domain])

    def assert_in_every_month(self, moments, least=12):
        """A year of months, none of them empty."""
        months = {(moment.year, moment.month) for moment in moments}
        self.assertGreaterEqual(len(months), least, sorted(months))
