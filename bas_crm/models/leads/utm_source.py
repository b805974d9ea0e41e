from odoo import api, fields, models

#: xmlid → usual acquisition sources of a small firm; core does not translate names of sources
SOURCES = {
    'utm_source_phone': lambda env: env._("Phone Call"),
    'utm_source_website': lambda env: env._("Website"),
    'utm_source_email': lambda env: env._("E-mail"),
    'utm_source_recommendation': lambda env: env._("Recommendation"),
    'utm_source_social': lambda env: env._("Social Networks"),
    'utm_source_search': lambda env: env._("Internet Search"),
    'utm_source_exhibition': lambda env: env._("Exhibition"),
    'utm_source_advertising': lambda env: env._("Advertising Campaign"),
}
#: core's stage → its name in our application
STAGES = {
    'crm.stage_lead2': lambda env: env._("In Work"),
    'crm.stage_lead4': lambda env: env._("Customer"),
}
#: core's Ukrainian names, which are not terms of sales
STAGE_NAMES_OF_CORE = ('Підтверджено', 'Впіймано')


class UtmSource(models.Model):
    """The firm's own acquisition sources are listed first, then core's marketing sources."""

    _inherit = 'utm.source'
    _order = 'sequence, name'

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)

    @api.model_create_multi
    def create(self, vals_list):
        """Core appends a number to a name that is in use. Names of archived sources count as well."""
        return super(UtmSource, self.with_context(active_test=False)).create(vals_list).with_env(self.env)

    @api.model
    def _create_usual(self):
        """Create the usual sources in the language of the user, at the top of the list. Existing sources do not change."""
        for sequence, (name, title) in enumerate(SOURCES.items(), 1):
            if self.search_count([('name', '=', title(self.env))]):
                continue
            source = self.create({'name': title(self.env), 'sequence': sequence})
            self.env['ir.model.data']._update_xmlids([{'xml_id': f'bas_crm.{name}', 'record': source, 'noupdate': True}])

    @api.model
    def _get_english_usual(self):
        """:return: dict: usual source that still has its English name → its name in the language of the user"""
        english, named = self.with_context(lang='en_US').env, {}
        for name, title in SOURCES.items():
            source, own = self.env.ref(f'bas_crm.{name}', raise_if_not_found=False), title(self.env)
            if source and source.name == title(english) != own:
                named[source] = own
        taken = self.with_context(active_test=False).search([('name', 'in', list(named.values()))]).mapped('name')
        return {source: name for source, name in named.items() if name not in taken}

    @api.model
    def _get_unused_of_core(self):
        """:return: active sources of core such as «Monster», which no Ukrainian customer uses, unless a record has them"""
        data = self.env['ir.model.data'].sudo().search([('module', '=', 'utm'), ('model', '=', 'utm.source')])  # ids only
        return self.browse(data.mapped('res_id')).exists().filtered('active') - self._get_used()

    @api.model
    def _get_used(self):
        """:return: the sources of leads, documents and counterparties"""
        used = self.browse()
        for model, field in (('crm.lead', 'source_id'), ('sale.order', 'source_id'), ('account.move', 'source_id'),
                             ('res.partner', 'acquisition_source_id')):
            # sudo: records of colleagues count as well.
            rows = self.env[model].sudo().with_context(active_test=False)._read_group([(field, '!=', False)], [field])
            used = used.union(*(source.sudo(False) for source, in rows))
        return used.with_env(self.env)


class CrmStage(models.Model):
    _inherit = 'crm.stage'

    @api.model
    def _get_corrected_names(self):
        """:return: dict: stage of core that the firm has not renamed → the term of sales in the language of the user"""
        stages = {self.env.ref(xmlid, raise_if_not_found=False): title for xmlid, title in STAGES.items()}
        return {stage: title(self.env) for stage, title in stages.items() if stage and stage.name in STAGE_NAMES_OF_CORE}

    @api.model
    def _correct_names(self):
        for stage, name in self._get_corrected_names().items():
            stage.name = name
