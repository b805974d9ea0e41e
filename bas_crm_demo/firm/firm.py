"""The firm while it is being created: records that each chapter passes to the next ones."""


class Firm:
    """Records of the firm by their keys in the tables.

    ``env`` has the firm's company and Ukrainian in its context; it adds no followers and sends no messages.
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
        """Use ``company`` for all records created from now on."""
        self.env = self.env(context={**self.env.context, 'allowed_company_ids': company.ids})
        self.company = company.with_env(self.env)

    def own(self, name, record):
        """Give a record an external id, by which records without a company are found when the firm is removed."""
        self.env['ir.model.data']._update_xmlids([
            {'xml_id': f'bas_crm_demo.{name}', 'record': record, 'noupdate': True}])
        return record
