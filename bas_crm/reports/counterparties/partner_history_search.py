from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .partner_history import KINDS


class BasPartnerHistory(models.Model):
    """Search the history by all texts of its column «What»: subjects, items, works, templates."""

    _inherit = 'bas.partner.history'

    @api.model
    def _search_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        values = set(value) if operator == 'in' else {value}
        domain = Domain.FALSE
        if False in values:
            named = self._find_words(lambda name: Domain(name, '!=', False))
            domain |= Domain.OR(Domain('kind', '=', kind) & Domain('res_id', 'not in', ids) for kind, ids in named.items())
        words = values - {False}
        if words:
            found = self._find_words(lambda name: Domain(name, operator, words if operator == 'in' else value))
            domain |= Domain.OR(Domain('kind', '=', kind) & Domain('res_id', 'in', ids) for kind, ids in found.items())
        return domain

    @api.model
    def _find_words(self, match):
        """:param match: function: name of a field → condition on its words
        :return: dict: kind → query of the document ids of the rows
        """
        found = {}
        for kind, domain in self._get_word_domains(match).items():
            model = 'bas.work.task.line' if kind == 'task' else KINDS[kind]
            # The user may read these words in the rows. Which rows are found is decided by the access rules of the history.
            documents = self.env[model].sudo().with_context(active_test=False)
            found[kind] = documents._search(domain)
        found['task'] = SQL(
            """SELECT min(line.id) FROM bas_work_task_line line
                WHERE EXISTS (SELECT FROM bas_work_task_line other
                               WHERE other.task_id = line.task_id
                                 AND other.commercial_partner_id = line.commercial_partner_id AND other.id IN %s)
             GROUP BY line.task_id, line.commercial_partner_id""", found['task'].subselect())
        return found

    @api.model
    def _get_word_domains(self, match):
        """:return: dict: kind → Domain on its documents (for tasks, on lines); it covers the texts of ``_compute_words``"""
        items = match('product_id.name') | (Domain('product_id', '=', False) & match('name'))
        order_items = items & Domain('display_type', '=', False) & Domain('is_downpayment', '=', False)
        return {
            'lead': match('name'),
            'event': match('subject'),
            'task': match('work_type_id.name') | (Domain('work_type_id', '=', False) & match('description')),
            'contract': self._get_contract_domain(match),
            'order': match('client_order_ref') | Domain('order_line', 'any', order_items),
            'offer': (match('variant') | match('title') | match('order_id.client_order_ref')
                      | Domain('order_id.order_line', 'any', order_items)),
            'invoice': Domain('invoice_line_ids', 'any', items & Domain('display_type', '=', 'product')),
        }

    @api.model
    def _get_contract_domain(self, match):
        # The kind of contract is searched by its label in the user's language.
        kinds = self.env['ir.model.fields.selection'].sudo().search(
            Domain('field_id', '=', self.env['ir.model.fields']._get('bas.contract', 'contract_type').id) & match('name'))
        is_sale = Domain('contract_type', '=', 'customer')
        return (is_sale & match('template_id.name')) | (~is_sale & Domain('contract_type', 'in', kinds.mapped('value')))
