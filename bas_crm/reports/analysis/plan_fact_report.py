from collections import namedtuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...models.sales_plans.overlap import PLANS
from ...tools.days import ZONE_CONTEXT, get_today
from ...tools.marks import mark

#: id of a row = id of the line × ROOM + id of the plan; integers are exact in JavaScript up to 2⁵³
ROOM = 2 ** 21
#: ids of rows of sales before the move begin here, above those of invoice lines
HISTORY_ROOM = 2 ** 52
#: columns of a plan that the query uses → types in the database
PLAN_COLUMNS = {
    'id': 'integer', 'company_id': 'integer', 'user_id': 'integer', 'team_id': 'integer', 'date_from': 'date', 'date_to': 'date',
    'dimension': 'varchar', 'by_variant': 'boolean', 'by_order': 'boolean',
}
#: values of these columns of one plan
Plan = namedtuple('Plan', PLAN_COLUMNS)
#: rows of facts; written with OR, so that PostgreSQL does not read the lines of plans
FACTS = Domain('move_line_id', '!=', False) | Domain('history_id', '!=', False)
#: the two sides of the report: domain of their rows, and the sum that replaces each figure there; None for 0
SIDES = (
    (Domain('plan_line_id', '!=', False), {
        'fact_amount': None, 'fact_quantity': None}),
    (FACTS, {
        'plan_amount': None, 'plan_quantity': None, 'deviation_amount': 'fact_amount', 'deviation_quantity': 'fact_quantity'}),
)


class BasPlanFactReport(models.Model):
    """Plan-fact analysis («план-фактний аналіз продажів»): lines of approved plans beside lines of posted invoices.

    A row is a line of a plan (``plan_line_id``), or a fact within one plan: an invoice line (``move_line_id``) or a sale before
    the move (``history_id``). A fact has a row for each plan that covers it, or one row without a plan; this is why
    overlapping plans are never summed (see ``models/sales_plans/overlap.py``). Amounts are in the company's currency,
    quantities in the product's unit. The figures are defined in :mod:`.plan_fact_query`.
    """

    _name = 'bas.plan.fact.report'
    _description = 'Plan-Fact Analysis of Sales'
    _inherit = ['bas.plan.overlap.mixin', 'bas.report.mixin']
    _auto = False
    _rec_name = 'date'
    _order = 'date desc, id desc'
    _ratios = {
        'deviation_percent': ('deviation_amount', 'plan_amount'),
        'completion': ('fact_amount', 'plan_amount'),
        'forecast_completion': ('forecast_amount', 'plan_amount'),
        'deviation_quantity_percent': ('deviation_quantity', 'plan_quantity'),
        'completion_quantity': ('fact_quantity', 'plan_quantity'),
    }

    # Source of the row
    plan_id = fields.Many2one('bas.sales.plan', string="Sales Plan", readonly=True)
    plan_line_id = fields.Many2one('bas.sales.plan.line', string="Line of the Plan", readonly=True)
    move_line_id = fields.Many2one('account.move.line', string="Invoice Line", readonly=True)
    move_id = fields.Many2one('account.move', string="Goods Issue", readonly=True)
    history_id = fields.Many2one('bas.sales.history', string="Sale before the Move", readonly=True)
    document = fields.Char(compute='_compute_document')
    is_main_plan = fields.Boolean(
        compute='_compute_is_main_plan', search='_search_is_main_plan', help="The plan that is selected when the report opens.")
    is_unplanned = fields.Boolean("Unplanned", readonly=True, help="Sold, but the plan has no row for it.")

    # Date, object and scope
    date = fields.Date(
        readonly=True, help="Of a fact: date of the invoice, or of the sale before the move; of a plan: first day of its column.")
    categ_id = fields.Many2one(
        'product.category', string="Category", readonly=True, help="In a plan by category: the category that is planned.")
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True)
    product_id = fields.Many2one('product.product', string="Product Variant", readonly=True)
    user_id = fields.Many2one('res.users', string="Manager", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    order_id = fields.Many2one('sale.order', string="Customer Order", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    invoice_currency_id = fields.Many2one('res.currency', string="Currency of the Invoice", readonly=True)

    # Amounts
    plan_amount = fields.Monetary("Plan", readonly=True, help="At the rate frozen when the plan was approved.")
    fact_amount = fields.Monetary(
        "Fact", readonly=True,
        help="Posted invoices less credit notes, without taxes, at the rate of their dates; and sales before the move.")
    deviation_amount = fields.Monetary("Deviation", readonly=True, help="Fact − plan.")
    deviation_percent = fields.Float("Deviation, %", readonly=True, aggregator='avg', help="(Fact − plan) / plan.")
    completion = fields.Float("Completion, %", readonly=True, aggregator='avg', help="Fact / plan.")
    forecast_amount = fields.Monetary(
        "Forecast", readonly=True, help="Sales at the end of the plan if they continue at the same pace.")
    forecast_completion = fields.Float("Expected Completion, %", readonly=True, aggregator='avg', help="Forecast / plan.")
    fact_currency_amount = fields.Monetary(
        "Fact in the Currency of the Invoice", readonly=True, currency_field='invoice_currency_id', aggregator=None)

    # Quantities
    plan_quantity = fields.Float("Plan, Quantity", readonly=True, digits='Product Unit')
    fact_quantity = fields.Float("Fact, Quantity", readonly=True, digits='Product Unit')
    deviation_quantity = fields.Float("Deviation, Quantity", readonly=True, digits='Product Unit')
    deviation_quantity_percent = fields.Float("Deviation in Quantity, %", readonly=True, aggregator='avg')
    completion_quantity = fields.Float("Completion in Quantity, %", readonly=True, aggregator='avg')
    forecast_quantity = fields.Float("Forecast, Quantity", readonly=True, digits='Product Unit')

    @api.model
    @api.readonly
    def action_open_analysis(self):
        """Open the report with the default plan, see :meth:`_get_default_plan`."""
        plan = self._get_default_plan()
        if plan:
            return plan.action_open_plan_fact()
        return self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_plan_fact_report_action')

    @api.model
    def _get_default_plan(self):
        """:return: one of the approved plans for today, or of the latest ones: the user's own plan, then that of the whole
            company, then that of the user's team, then any; of several the one for the shortest period"""
        user, today = self.env.user, get_today(self.env)
        plans = self.env['bas.sales.plan'].search([
            ('state', 'in', ('approved', 'closed')), ('company_id', '=', self.env.company.id)])

        def rank(plan):
            if plan.user_id:
                return 0 if plan.user_id == user else 3
            return 1 if not plan.team_id else 2 if plan.team_id == user.sale_team_id else 3

        return plans.sorted(lambda plan: (
            not plan.date_from <= today <= plan.date_to,
            0 if plan.date_from <= today <= plan.date_to else -plan.date_to.toordinal(),
            rank(plan), plan.date_to - plan.date_from, -plan.id))[:1]

    @api.depends_context(*ZONE_CONTEXT)
    def _compute_is_main_plan(self):
        plan = self._get_default_plan()
        for row in self:
            row.is_main_plan = bool(plan) and row.plan_id == plan

    def _search_is_main_plan(self, operator, value):
        if operator != 'in':
            return NotImplemented
        plan = self._get_default_plan()
        return Domain('plan_id', '=', plan.id) if plan else Domain.FALSE

    @api.model
    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """A number of an order alone tells nobody whose it is."""
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != 'order_id':
            return formatter
        return lambda order: formatter(order and order.with_context(sale_show_partner_name=True))

    @api.depends('move_id', 'history_id')
    def _compute_document(self):
        for row in self:
            # sudo: the report's own rules choose the rows; a manager may see a sale without access to the document behind it
            row.document = (row.move_id or row.history_id).sudo().display_name

    def _get_document(self):
        """:return: the invoice, the sale before the move or the plan"""
        if self.id >= HISTORY_ROOM:
            return self.env['bas.sales.history'].browse((self.id - HISTORY_ROOM) // ROOM)
        line_id, plan_id = divmod(self.id, ROOM)
        model, name = ('bas.sales.plan.line', 'plan_id') if plan_id == ROOM - 1 else ('account.move.line', 'move_id')
        # sudo: only the number of the document is read.
        return self.env[model].sudo().browse(line_id)[name].sudo(False)

    @api.readonly
    def action_open_invoices(self):
        """Open the invoices of the selected rows, or of all rows of the list if none is selected."""
        rows = self._get_chosen_rows([('move_id', '!=', False)])
        moves = [move.id for move, in self._read_group(rows, ['move_id'])]
        action = self.env['ir.actions.act_window']._for_xml_id('account.action_move_out_invoice_type')
        return {**action, 'domain': [('id', 'in', moves)], 'help': False,
                'context': {'create': False, 'default_move_type': 'out_invoice'}}

    @api.readonly
    def action_open_history(self):
        """Open the sales before the move of the selected rows, or of all rows of the list if none is selected."""
        rows = self._get_chosen_rows([('history_id', '!=', False)])
        lines = [line.id for line, in self._read_group(rows, ['history_id'])]
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_sales_history_action')
        return {**action, 'domain': [('id', 'in', lines)], 'context': {'create': False}}

    @api.readonly
    def action_open_plan_lines(self):
        """Open the plan lines of the selected rows, or of all rows of the list if none is selected."""
        rows = self._get_chosen_rows([('plan_line_id', '!=', False)])
        lines = [line.id for line, in self._read_group(rows, ['plan_line_id'])]
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_plan_fact_report_action_plan_lines')
        return {**action, 'domain': [('id', 'in', lines)]}

    def _get_chosen_rows(self, domain):
        """:return: Domain of the rows that a button above the list applies to"""
        rows = [('id', 'in', self.ids)] if self else self.env.context.get('active_domain') or []
        return Domain(rows) & Domain(domain)

    # Faster queries: facts about a query that PostgreSQL does not know when it plans the execution

    @api.model
    def _search(self, domain, *args, **kwargs):
        optimized = Domain(domain).optimize(self)
        asked = self._get_only_plan(optimized)
        # sudo: the user may read facts of plans of others; the constants only make the query faster and change no figure
        plans = self.env['bas.sales.plan'].sudo().search_read(
            [('id', '=', asked), ('state', 'in', ('approved', 'closed')), ('active', '=', True)], list(PLAN_COLUMNS),
            load=None) if asked else []
        scope = Plan(**plans[0]) if plans else None
        is_personal = bool(scope and (scope.user_id or self._get_only_value(optimized, 'user_id')))
        report = mark(self, plan_fact_scope=scope, plan_fact_is_personal=is_personal)
        return super(BasPlanFactReport, report)._search(domain, *args, **kwargs)

    def _read_finest(self, domain, groupby, sums):
        rows = []
        for side, known in SIDES:
            asked = [self._get_side_sum(spec, known) for spec in sums]
            read = list(dict.fromkeys(spec for spec in asked if spec))
            for row in super()._read_finest(Domain(domain) & side, groupby, read):
                figures = dict(zip(read, row[len(groupby):], strict=True))
                rows.append((*row[:len(groupby)], *(figures.get(spec, 0.0) for spec in asked)))
        return rows

    def _is_quick(self, finest, grouping_sets, aggregates):
        return super()._is_quick(finest, grouping_sets, [spec for spec in aggregates if spec != PLANS])

    def _get_side_sum(self, spec, known):
        """:param dict known: figures of one side, see ``SIDES``
        :return: the sum that replaces ``spec`` on this side; None for 0"""
        name = spec.removesuffix(':sum')
        if name not in known:
            return spec
        return known[name] and f'{known[name]}:sum'

    def _read_group_select(self, aggregate_spec, query):
        # computed from sums of plan and fact, which are aggregated anyway
        name, __, function = aggregate_spec.partition(':')
        if name in ('deviation_amount', 'deviation_quantity') and function == 'sum':
            measure = name.partition('_')[2]
            return SQL("(%s - %s)", *(
                self._read_group_select(f'{part}_{measure}:sum', query) for part in ('fact', 'plan')))
        return super()._read_group_select(aggregate_spec, query)
