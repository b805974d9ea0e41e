from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from .cost import COST_GROUP


class BasSalesHistory(models.Model):
    """Sales before the move («продажі до переходу»): what the firm sold while it worked in another program.

    In plans and reports a line is a fact like a line of a posted invoice: revenue without taxes in the company's currency,
    cost, and the quantity in the product's unit; returns are negative. It makes no accounting entry and is no order, debt or
    payment. A line is one day, or a whole month, which counts on its first day. All lines are before the day of the move
    (``res.company.bas_moved_on``), from which sales are the invoices posted here, so that nothing counts twice.
    """

    _name = 'bas.sales.history'
    _description = 'Sale before the Move'
    _order = 'date desc, id desc'
    _rec_names_search = ['document']
    _check_company_auto = True

    # When
    date = fields.Date(
        required=True, help="Day of the sale. Of a line for a whole month: its first day, on which the month counts.")
    period = fields.Selection(
        [('day', "Day"), ('month', "Month")], string="Line For", required=True, default='day',
        help="A line for a month is stored on the first day of the month. In plans and reports the whole month counts on this "
             "day, even if the chosen days end in the middle of the month.")
    document = fields.Char(help="Number of the document in the former program, e.g. of the goods issue.")

    # What, to whom, by whom
    product_id = fields.Many2one(
        'product.product', index='btree_not_null', ondelete='restrict', check_company=True)
    product_tmpl_id = fields.Many2one(related='product_id.product_tmpl_id', string="Product without Variants")
    categ_id = fields.Many2one(related='product_id.categ_id', string="Category")
    product_uom_id = fields.Many2one(related='product_id.uom_id', string="Unit", help="The quantity is in this unit.")
    partner_id = fields.Many2one(
        'res.partner', string="Counterparty", index='btree_not_null', ondelete='restrict', check_company=True)
    user_id = fields.Many2one(
        'res.users', string="Manager", index='btree_not_null', ondelete='restrict', check_company=True,
        help="Who made the sale. Managers with access to their own documents see only lines with their own name.")
    team_id = fields.Many2one(
        'crm.team', string="Sales Team", compute='_compute_team_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='restrict', check_company=True)

    # Figures
    quantity = fields.Float(digits='Product Unit', help="In the product's unit; negative for a return.")
    amount = fields.Monetary(
        "Revenue", help="Without VAT, in the company's currency, like the revenue of a posted invoice; negative for a return.")
    cost = fields.Monetary(
        "Cost of Sales", groups=COST_GROUP, help="What the firm paid for the goods sold, without VAT; negative for a return.")
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, ondelete='restrict')
    currency_id = fields.Many2one(related='company_id.currency_id')

    # reports read the lines of some days
    _company_date_idx = models.Index("(company_id, date)")

    # ------------------------------------------------------------
    # Computes and checks
    # ------------------------------------------------------------

    @api.depends('user_id', 'company_id')
    def _compute_team_id(self):
        for line in self:
            team = line.user_id.sale_team_id
            line.team_id = team if team.company_id in (line.company_id, team.company_id.browse()) else False

    @api.depends('document', 'date', 'period')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.document or line._format_day() or self.env._("Sale before the move")

    def _format_day(self):
        """:return: str: the day, or month and year of a line for a month"""
        return format_date(self.env, self.date, date_format='LLLL yyyy' if self.period == 'month' else False)

    @api.constrains('date', 'period', 'company_id')
    def _check_before_move(self):
        for line in self:
            moved_on = line.company_id.bas_moved_on
            if not moved_on:
                raise ValidationError(self.env._(
                    "The day of the move is not set, so the program cannot tell sales before the move from invoices posted "
                    "here. Ask the administrator to set it: Settings, BAS CRM, «Day of the Move»."))
            if line.date and line._get_first_day() >= moved_on:
                raise ValidationError(self.env._(
                    "Sale before the move on %(day)s: it must be earlier than the day of the move, %(moved_on)s. Later sales "
                    "are the invoices posted here, and the sale would count twice.",
                    day=line._format_day(), moved_on=format_date(self.env, moved_on)))

    def _get_first_day(self):
        return self.date.replace(day=1) if self.period == 'month' else self.date

    # ------------------------------------------------------------
    # Saving
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._put_months_on_first_day()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {'date', 'period'} & vals.keys():
            self._put_months_on_first_day()
        return result

    def _put_months_on_first_day(self):
        months = self.filtered(lambda line: line.date != line._get_first_day())
        for day, lines in months.grouped(lambda line: line._get_first_day()).items():
            lines.date = day


class ResCompany(models.Model):
    _inherit = 'res.company'

    bas_moved_on = fields.Date(
        "Day of the Move",
        help="The first day on which the firm works in this program. Sales of earlier days may be loaded from the former one.")

    @api.constrains('bas_moved_on')
    def _check_bas_moved_on(self):
        # sudo: sales of others count, too
        history = self.env['bas.sales.history'].sudo()
        for company in self:
            moved_on = company.bas_moved_on
            later = [('company_id', '=', company.id), *([('date', '>=', moved_on)] if moved_on else [])]
            if found := history.search(later, limit=1):
                raise ValidationError(self.env._(
                    "There are sales before the move up to %(day)s, so the day of the move must be later. Otherwise these days "
                    "would count twice: from sales before the move and from invoices.", day=found._format_day()))

    def _count_invoices_before_move(self, moved_on):
        """:return: int: invoices and credit notes to customers that are posted here with a day before ``moved_on``"""
        self.ensure_one()
        # sudo: their number is no secret to whoever sets the day of the move
        return self.env['account.move'].sudo().search_count([
            ('company_id', '=', self.id), ('state', '=', 'posted'), ('move_type', 'in', ('out_invoice', 'out_refund')),
            ('invoice_date', '<', moved_on)]) if moved_on else 0


class AccountMove(models.Model):
    _inherit = 'account.move'

    is_before_move = fields.Boolean(
        compute='_compute_is_before_move', exportable=False, export_string_translation=False)

    @api.depends('invoice_date', 'move_type', 'state', 'company_id.bas_moved_on')
    def _compute_is_before_move(self):
        """A draft invoice whose sale may be among the sales before the move already."""
        for move in self:
            moved_on = move.company_id.bas_moved_on
            move.is_before_move = bool(
                moved_on and move.invoice_date and move.invoice_date < moved_on and move.state == 'draft'
                and move.move_type in ('out_invoice', 'out_refund'))
