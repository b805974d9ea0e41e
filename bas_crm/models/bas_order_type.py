from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError


class BasOrderType(models.Model):
    """A type of orders («вид замовлення»): an ordered list of stages, a funnel of its own.

    The rule between stage and core's state, written here and nowhere else. Ranks are positions of the stages by
    sequence, cancelled ones left out; S and C are the ranks of the first stages with the triggers ``offer_sent`` and
    ``confirmed`` (where no stage has the latter: of the first done one). Then *cancel* ⇔ a cancelled stage,
    *sale* ⇔ rank ≥ C, *sent* ⇔ S ≤ rank < C, *draft* ⇔ any other. A type without S knows no difference between draft and sent.
    """

    _name = 'bas.order.type'
    _description = 'Type of Orders'
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    operation = fields.Selection(
        [('customer_order', "Customer Order"), ('work_order', "Work Order")], required=True, default='customer_order')
    stage_ids = fields.One2many('bas.order.stage', 'order_type_id', string="Stages", copy=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', ondelete='cascade', help="Empty: for all companies.")
    active = fields.Boolean(default=True)

    # ------------------------------------------------------------
    # The default
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache('company_id', 'operation')
    def _get_default_id(self, company_id, operation):
        """:return: id of the company's own first type of the operation, else of the first shared one; False"""
        types = self.sudo().search([('operation', '=', operation), ('company_id', 'in', [company_id, False])])
        return (types.filtered('company_id')[:1] or types[:1]).id

    @api.model
    def _get_default(self, company, operation='customer_order'):
        return self.browse(self._get_default_id(company.id, operation) or [])

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        self.env.registry.clear_cache()
        return types

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # ------------------------------------------------------------
    # The rule
    # ------------------------------------------------------------

    @api.constrains('stage_ids', 'active')
    def _check_stages(self):
        for order_type in self.filtered('active'):
            stages = order_type.stage_ids
            if not (order_type._get_path() and order_type._get_confirmed_stage() and stages.filtered('is_cancelled')):
                raise ValidationError(self.env._(
                    "The type «%(type)s» needs a stage to begin with, one at which an order is confirmed or done, "
                    "and one for cancelled orders.", type=order_type.name))

    def _get_path(self, archived=False):
        """:return: the stages that an order goes through, in their order, without cancelled ones"""
        self.ensure_one()
        stages = self.with_context(active_test=not archived).stage_ids
        return stages.filtered(lambda stage: not stage.is_cancelled).sorted(lambda stage: (stage.sequence, stage.id))

    def _get_trigger_stage(self, trigger):
        return self._get_path().filtered(lambda stage: stage.trigger == trigger)[:1]

    def _get_confirmed_stage(self):
        return self._get_trigger_stage('confirmed') or self._get_path().filtered('is_done')[:1]

    def _get_state(self, stage):
        """:return: what core's state of an order in ``stage`` has to be"""
        if stage.is_cancelled:
            return 'cancel'
        rank = stage._get_rank()
        sent, confirmed = self._get_trigger_stage('offer_sent'), self._get_confirmed_stage()
        if confirmed and rank >= confirmed._get_rank():
            return 'sale'
        return 'sent' if sent and rank >= sent._get_rank() else 'draft'

    def _fits(self, stage, state):
        """Tell whether an order in ``stage`` may have core's ``state``."""
        due = self._get_state(stage)
        return due == state or (due == 'draft' and state == 'sent' and not self._get_trigger_stage('offer_sent'))

    def _get_stage(self, state):
        """:return: where an order goes whose state core has changed to ``state``"""
        if state == 'cancel':
            return self.stage_ids.filtered('is_cancelled')[:1]
        if state == 'sale':
            return self._get_confirmed_stage()
        return (state == 'sent' and self._get_trigger_stage('offer_sent')) or self._get_path()[:1]
