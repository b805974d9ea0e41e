from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import frozendict, is_html_empty

from ...tools.marks import read_mark

#: core's states of an order
STATES = ('draft', 'sent', 'sale', 'cancel')
OPERATIONS = [('customer_order', "Customer Order"), ('work_order', "Work Order")]


class BasOrderType(models.Model):
    """A type of orders («вид замовлення»): an ordered list of stages with its own funnel.

    It defines the relation between the stage and core's state. The rank of a stage is its position by sequence, without
    cancelled stages. S and C are the ranks of the first stages with the triggers ``offer_sent`` and ``confirmed``; without
    the trigger ``confirmed``, C is the rank of the first done stage. Then *cancel* ⇔ a cancelled stage, *sale* ⇔ rank ≥ C,
    *sent* ⇔ S ≤ rank < C, *draft* ⇔ any other stage. A type without S does not distinguish between draft and sent.
    """

    _name = 'bas.order.type'
    _inherit = ['bas.cached.mixin']
    _description = 'Type of Orders'
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    operation = fields.Selection(OPERATIONS, required=True, default='customer_order')
    stage_ids = fields.One2many('bas.order.stage', 'order_type_id', string="Stages", copy=True)
    all_stage_ids = fields.One2many(
        'bas.order.stage', 'order_type_id', string="Stages Including Archived", context={'active_test': False})
    company_id = fields.Many2one('res.company', index='btree_not_null', ondelete='cascade',
                                 help="If empty, it is used by all companies.")
    active = fields.Boolean(default=True)

    @api.constrains('company_id')
    def _check_company_of_orders(self):
        """A type cannot be restricted to one company if other companies have orders of this type."""
        for order_type in self.filtered('company_id'):
            # Orders of companies that the user has no access to count as well.
            order = self.env['sale.order'].sudo().search(
                [('order_type_id', '=', order_type.id), ('company_id', '!=', order_type.company_id.id)], limit=1)
            if order:
                raise ValidationError(self.env._(
                    "Orders of %(other)s are of the type «%(type)s», so it cannot be restricted to %(company)s. "
                    "Copy it for %(company)s.",
                    other=order.company_id.name, type=order_type.name, company=order_type.company_id.name))

    @api.model
    @tools.ormcache('company_id', 'operation')
    def _get_default_id(self, company_id, operation):
        """:return: id of the first type of the operation, the company's own types before shared ones; if there is none, of any
            operation; False if the company has no types"""
        # The result is cached for all users, so it must not depend on the rights of the first one.
        types = self.sudo().search([('company_id', 'in', [company_id, False])])
        types = types.filtered(lambda order_type: order_type.operation == operation) or types
        return (types.filtered('company_id')[:1] or types[:1]).id

    @api.model
    def _get_default(self, company, operation='customer_order'):
        return self.browse(self._get_default_id(company.id, operation) or [])

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        types._check_arrangement()
        return types

    def write(self, vals):
        # While one save writes its rows, the stages may contradict each other. They are checked after the last row.
        result = self._reorder_stages(lambda arranged: super(BasOrderType, self.with_env(arranged.env)).write(vals))
        if {'stage_ids', 'all_stage_ids', 'active'} & vals.keys():
            self._check_arrangement()
        if 'company_id' in vals or ('active' in vals and not vals['active']):
            self._check_companies_have_types()
        return result

    def unlink(self):
        result = super().unlink()
        self._check_companies_have_types()
        return result

    @api.model
    def _check_companies_have_types(self):
        """:raises UserError: a company would have no active type of orders"""
        # Companies and types that the user does not see count as well.
        types = self.sudo().search([('active', '=', True)])
        without = types.env['res.company'].search([('active', '=', True)]) - types.company_id
        if without and all(order_type.company_id for order_type in types):
            raise UserError(self.env._(
                "This is the last type of orders of %(company)s, and every order has one. Add another type first.",
                company=without[0].name))

    def _check_arrangement(self):
        """Check the stages and the orders in them after all rows of a save are written."""
        arranging = read_mark(self, 'arranging_types', ())
        types = self.filtered(lambda order_type: order_type.id not in arranging)
        types._check_stages()
        types._check_orders_fit()

    def _check_stages(self):
        """:raises ValidationError: there is no stage for one of core's states"""
        for order_type in self.filtered('active'):
            stages = {state: order_type._get_stage(state) for state in STATES}
            if not all(stages.values()) or not all(order_type._fits(stage, state) for state, stage in stages.items()):
                raise ValidationError(self.env._(
                    "The type «%(type)s» needs a first stage in which nothing is sent or confirmed yet, after it a stage in "
                    "which the order is confirmed or done, and a stage for cancelled orders. A stage for sent offers must be "
                    "between the first two.", type=order_type.name))

    def _check_orders_fit(self):
        """:raises UserError: a changed stage contradicts the state of orders in it"""
        stages = self.with_context(active_test=False).stage_ids
        # Colleagues' orders count as well.
        groups = self.env['sale.order'].sudo()._read_group([('stage_id', 'in', stages.ids)], ['stage_id', 'state'], ['__count'])
        for stage, state, count in groups:
            if not stage.order_type_id._fits(stage, state):
                raise UserError(self.env._(
                    "«%(stage)s» contains %(count)s orders that do not fit its new meaning: confirmed orders must be in the "
                    "stage of confirmation or after it, all other orders before it. Move the orders first.",
                    stage=stage.name, count=count))

    def _get_path(self, archived=False):
        """:return: the stages of the type in order, without cancelled ones"""
        self.ensure_one()
        stages = self.with_context(active_test=not archived).stage_ids
        return stages.filtered(lambda stage: not stage.is_cancelled).sorted(lambda stage: (stage.sequence, stage.id))

    def _get_trigger_stage(self, trigger):
        return self._get_path().filtered(lambda stage: stage.trigger == trigger)[:1]

    def _get_confirmed_stage(self):
        return self._get_trigger_stage('confirmed') or self._get_path().filtered('is_done')[:1]

    def _get_state(self, stage):
        """:return: core's state of orders in ``stage``"""
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
        """:return: the stage for orders in ``state``"""
        return self.env['bas.order.stage'].browse(self._get_stage_ids()[state] or [])

    @tools.ormcache('self.id')
    def _get_stage_ids(self):
        """:return: dict: core's state → id of the stage, or False; cached until a type or a stage changes"""
        # The cached result is for all users, so it must not depend on the rights of the first one.
        order_type = self.sudo().with_context(active_test=True)
        return frozendict({state: order_type._find_stage(state).id for state in STATES})

    def _find_stage(self, state):
        if state == 'cancel':
            return self.stage_ids.filtered('is_cancelled')[:1]
        if state == 'sale':
            return self._get_confirmed_stage()
        return (state == 'sent' and self._get_trigger_stage('offer_sent')) or self._get_path()[:1]


class BasOrderRequirement(models.Model):
    """A field of orders that a stage may require.

    A separate catalogue, because core's list of fields is open to system administrators only and has hundreds of fields that
    nobody fills in.
    """

    _name = 'bas.order.requirement'
    _description = 'Field That a Stage of Orders May Ask For'
    _order = 'sequence, id'
    _rec_name = 'field_name'

    field_name = fields.Char("Technical Name", required=True)
    sequence = fields.Integer(default=10)

    _unique_field = models.UniqueIndex('(field_name)', "This field is in the list already.")

    @api.depends('field_name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        """The label of the field on the order; the technical name if the add-on of the field is uninstalled."""
        known = self.env['sale.order']._fields
        for requirement in self:
            field = known.get(requirement.field_name)
            requirement.display_name = (
                field.get_description(self.env, ['string'])['string'] if field else requirement.field_name)

    @api.model
    def _search_display_name(self, operator, value):
        if operator == 'in':
            found = self.search(Domain.TRUE).filtered(lambda requirement: requirement.display_name in value)
        elif operator == 'ilike' and isinstance(value, str):
            found = self.search(Domain.TRUE).filtered(lambda requirement: value.lower() in requirement.display_name.lower())
        else:
            return NotImplemented
        return [('id', 'in', found.ids)]

    def _is_missing(self, order):
        """Tell whether the field is empty on ``order``; a field that no longer exists is never required."""
        field = order._fields.get(self.field_name)
        if not field:
            return False
        value = order[self.field_name]
        return is_html_empty(value) if field.type == 'html' else not value
