"""The firm while it is being told: what each chapter leaves for the next ones."""


class Firm:
    """Records of the firm by their keys in the tables.

    ``env`` works in the firm's company and in Ukrainian, follows nobody and sends nothing.
    """

    def __init__(self, env):
        self.env = env(context={
            **env.context,
            'lang': 'uk_UA',
            'tz': 'Europe/Kyiv',
            'tracking_disable': True,
            'mail_create_nolog': True,
            'mail_create_nosubscribe': True,
            'mail_notify_force_send': False,
            'mail_activity_quick_update': True,
            'no_reset_password': True,
        })
        self.company = self.env['res.company']
        #: key → record
        self.users, self.employees, self.banks = {}, {}, {}
        self.pricelists, self.payment_terms = {}, {}
        self.units, self.products = {}, {}
        self.counterparties, self.leads, self.contracts, self.orders = {}, {}, {}, {}
        self.events, self.work_types, self.tasks = {}, {}, {}

    def work_in(self, company):
        """From now on everything belongs to ``company``."""
        self.env = self.env(context={**self.env.context, 'allowed_company_ids': company.ids})
        self.company = company.with_env(self.env)

    def own(self, name, record):
        """Give a record an external id. Those of no company are found by it when the firm goes."""
        self.env['ir.model.data']._update_xmlids([
            {'xml_id': f'bas_crm_demo.{name}', 'record': record, 'noupdate': True}])
        return record
