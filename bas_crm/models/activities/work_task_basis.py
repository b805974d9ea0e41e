from odoo import fields, models


class BasWorkTaskBasis(models.AbstractModel):
    """A document for which work is done: a counterparty or an order."""

    _name = 'bas.work.task.basis.mixin'
    _description = 'Document with Work Tasks'
    #: the field of ``bas.work.task.line`` that names the document
    _task_field = None

    work_task_count = fields.Integer(
        "Number of Work Tasks", compute='_compute_work_task_count', groups='sales_team.group_sale_salesman')

    def _compute_work_task_count(self):
        counts = dict(self.env['bas.work.task.line']._read_group(
            self._get_works_domain(), [self._task_field], ['task_id:count_distinct'])) if self.ids else {}
        for document in self:
            document.work_task_count = counts.get(document._origin, 0)

    def _get_works_domain(self):
        return [(self._task_field, 'in', self.ids)]

    def _prepare_task_defaults(self):
        self.ensure_one()
        return {'line_ids': [(0, 0, {self._task_field: self.id})]}

    def action_view_tasks(self):
        """Open the work tasks of the document; where there is none yet, a new one."""
        self.ensure_one()
        action = {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_work_task_action'),
            'domain': [('line_ids', 'any', self._get_works_domain())],
            'context': {f'default_{name}': value for name, value in self._prepare_task_defaults().items()},
        }
        return action if self.work_task_count else {**action, 'views': [(False, 'form')]}


class ResPartner(models.Model):
    _name = 'res.partner'
    _inherit = ['res.partner', 'bas.work.task.basis.mixin']
    _task_field = 'commercial_partner_id'

    def _prepare_task_defaults(self):
        return {'line_ids': [(0, 0, {'partner_id': self.id})]}

    def action_view_history(self):
        """Open all that has happened with the counterparty, newest first."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_partner_history_action'),
            'name': self.env._("History of %(partner)s", partner=self.commercial_partner_id.name),
            'domain': [('partner_id', '=', self.commercial_partner_id.id)],
        }


class SaleOrder(models.Model):
    _name = 'sale.order'
    _inherit = ['sale.order', 'bas.work.task.basis.mixin']
    _task_field = 'order_id'

    work_task_ids = fields.One2many(
        'bas.work.task', 'order_id', string="Work Tasks", groups='sales_team.group_sale_salesman')

    def _prepare_task_defaults(self):
        return {'order_id': self.id, 'line_ids': [(0, 0, {'order_id': self.id, 'partner_id': self.partner_id.id})]}
