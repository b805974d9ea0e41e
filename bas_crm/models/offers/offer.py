from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.days import ZONE_CONTEXT, get_today
from ...tools.marks import read_mark
from ...tools.queueing import queue_for
from ..shared.res_company import OFFER_DESIGNS

#: states in which the customer may still decide
LIVE = ('draft', 'sent')
#: fields that may be changed after the offer was sent: the design of the print, messages and activities
AFTER_SENDING = {
    'access_token', 'design', 'activity_ids', 'message_ids', 'message_follower_ids', 'message_main_attachment_id',
}
#: fields that hold the decision on an offer; only the methods of this model write them
DECISION = {'state', 'signature', 'signed_by', 'signed_on', 'decline_reason', 'print_message_id', 'is_letter_due'}


class BasCommercialOffer(models.Model):
    """A commercial offer («комерційна пропозиція»): one variant of an order, and the customer's answer to it.

    A draft can be edited freely. A sent offer can no longer be edited: to change it, make the next variant.
    """

    _name = 'bas.commercial.offer'
    _description = 'Commercial Offer'
    _inherit = ['bas.numbered.mixin', 'bas.print.mixin', 'portal.mixin', 'mail.thread', 'mail.activity.mixin']
    _order = 'order_id desc, id'
    _rec_names_search = ['name', 'title', 'order_id.name', 'partner_id.complete_name']
    _check_company_auto = True
    #: fields that do not change what the customer got
    _editable_after_sending = AFTER_SENDING | DECISION

    name = fields.Char("Number", required=True, default='', copy=False, index='trigram', readonly=True)
    variant = fields.Char(required=True, default='', copy=False, readonly=True, help="A, B, C … within the order.")
    title = fields.Char(help="How the variant differs for the customer: «with delivery», «economy».")
    state = fields.Selection([
        ('draft', "Draft"),
        ('sent', "Sent"),
        ('accepted', "Accepted"),
        ('rejected', "Rejected"),
    ], string="Basic Status", required=True, default='draft', copy=False, readonly=True)
    outcome = fields.Selection([
        ('draft', "Draft"),
        ('sent', "Sent"),
        ('signed', "Signed by Customer"),
        ('chosen', "Chosen by Manager"),
        ('not_chosen', "Not Chosen"),
        ('declined', "Declined by Customer"),
    ], string="Status", compute='_compute_outcome', store=True, precompute=True, tracking=True,
        help="Who decided. A signed offer stays signed even if the manager has chosen another variant since.")

    # Order and customer
    order_id = fields.Many2one(
        'sale.order', required=True, readonly=True, index=True, ondelete='cascade', check_company=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True, precompute=True, index=True)
    partner_id = fields.Many2one(related='order_id.partner_id', string="Customer", store=True, precompute=True, index=True)
    user_id = fields.Many2one(related='order_id.user_id', string="Manager", store=True, precompute=True, index=True)
    team_id = fields.Many2one(related='order_id.team_id')
    is_main = fields.Boolean("Chosen", compute='_compute_is_main')

    # Dates
    date = fields.Date(required=True, copy=False, default=lambda self: get_today(self.env))
    validity_date = fields.Date(
        "Valid Until", compute='_compute_validity_date', store=True, readonly=False, precompute=True, copy=False)
    is_expired = fields.Boolean("Past Validity", compute='_compute_is_expired', search='_search_is_expired')

    # Texts
    template_id = fields.Many2one(
        'bas.offer.template', default=lambda self: self._get_default_template(), ondelete='set null', check_company=True,
        domain="[('company_id', 'in', (company_id, False))]")
    introduction = fields.Html(compute='_compute_words', store=True, readonly=False, precompute=True, copy=True)
    conditions = fields.Html(compute='_compute_words', store=True, readonly=False, precompute=True, copy=True)
    design = fields.Selection(
        OFFER_DESIGNS, string="Design of the Print", required=True,
        default=lambda self: self.env.company.bas_offer_design or 'strict')

    # Lines and amounts
    line_ids = fields.One2many('bas.commercial.offer.line', 'offer_id', string="Lines", copy=True)
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', store=True, precompute=True, ondelete='restrict')
    payment_term_id = fields.Many2one(
        'account.payment.term', compute='_compute_payment_term_id', store=True, readonly=False, precompute=True,
        ondelete='restrict', check_company=True)
    amount_untaxed = fields.Monetary(compute='_compute_amounts', store=True)
    amount_tax = fields.Monetary("Taxes", compute='_compute_amounts', store=True)
    amount_total = fields.Monetary("Total", compute='_compute_amounts', store=True, tracking=True)
    amount_in_words = fields.Char("Total in Words", compute='_compute_amount_in_words')
    amount_difference = fields.Monetary("Difference", compute='_compute_amount_difference', help="From the first variant.")
    tax_groups = fields.Json(compute='_compute_amounts', store=True, help="Names and amounts of the taxes, for the print.")
    tax_totals = fields.Binary(compute='_compute_tax_totals', exportable=False)
    margin = fields.Monetary(compute='_compute_margin', store=True, groups='bas_crm.group_see_cost')
    margin_percent = fields.Float(
        "Margin (%)", compute='_compute_margin', store=True, aggregator=None, groups='bas_crm.group_see_cost')

    # The customer's answer
    access_token = fields.Char(readonly=True)
    signature = fields.Image(copy=False, readonly=True, attachment=True, max_width=1024, max_height=1024)
    signed_by = fields.Char(copy=False, readonly=True)
    signed_on = fields.Datetime(copy=False, readonly=True)
    decline_reason = fields.Text(copy=False, readonly=True)

    _unique_number = models.UniqueIndex('(company_id, name)', "An offer with this number already exists.")
    _unique_variant = models.UniqueIndex(
        '(order_id, variant)', "Somebody has just made a variant of this order. Please try again.")

    # ------------------------------------------------------------
    # Defaults and computes
    # ------------------------------------------------------------

    def _get_default_template(self, company=None):
        return self.env['bas.offer.template'].search(
            [('company_id', 'in', [(company or self.env.company).id, False])], limit=1)

    @api.depends('name', 'variant', 'title')
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = ' · '.join(filter(None, [offer.name, offer.variant, offer.title]))

    @api.depends('order_id.main_offer_id')
    def _compute_is_main(self):
        for offer in self:
            offer.is_main = offer == offer.order_id.main_offer_id

    @api.depends('state', 'signed_on', 'decline_reason')
    def _compute_outcome(self):
        for offer in self:
            if offer.signed_on:
                offer.outcome = 'signed'
            elif offer.state == 'rejected':
                offer.outcome = 'declined' if offer.decline_reason else 'not_chosen'
            else:
                offer.outcome = 'chosen' if offer.state == 'accepted' else offer.state

    @api.depends('date', 'template_id')
    def _compute_validity_date(self):
        for offer in self:
            days = offer.template_id.validity_days or offer.company_id.quotation_validity_days
            offer.validity_date = days and offer.date and offer.date + timedelta(days=days)

    @api.depends('state', 'validity_date')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_is_expired(self):
        today = get_today(self.env)
        for offer in self:
            offer.is_expired = offer.state in LIVE and bool(offer.validity_date) and offer.validity_date < today

    def _search_is_expired(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('state', 'in', LIVE) & Domain('validity_date', '<', get_today(self.env))

    @api.depends('template_id')
    def _compute_words(self):
        for offer in self:
            template = offer.template_id.with_context(lang=offer._get_text_lang())
            # A template with empty texts clears them; without a template the offer keeps its own.
            offer.introduction = template.introduction if template else offer.introduction
            offer.conditions = template.conditions if template else offer.conditions

    @api.depends('order_id')
    def _compute_currency_id(self):
        for offer in self:
            offer.currency_id = offer.order_id.currency_id or offer.company_id.currency_id

    @api.depends('order_id')
    def _compute_payment_term_id(self):
        for offer in self:
            offer.payment_term_id = offer.order_id.payment_term_id

    def _get_base_lines(self):
        """:return: list of dicts: the lines as core's tax engine takes them, the same as for an order"""
        self.ensure_one()
        base_lines = [line._prepare_base_line_for_taxes_computation()
                      for line in self.line_ids if not (line.display_type or line._is_on_request())]
        if self.payment_term_id.early_discount and self.payment_term_id.early_pay_discount_computation == 'mixed':
            base_lines += self._as_order()._add_base_lines_for_early_payment_discount()
        AccountTax = self.env['account.tax']
        AccountTax._add_tax_details_in_base_lines(base_lines, self.company_id)
        AccountTax._round_base_lines_tax_details(base_lines, self.company_id)
        return base_lines

    def _as_order(self):
        """:return: a new, unsaved order with the lines of the offer"""
        return self.env['sale.order'].new({
            'company_id': self.company_id.id,
            'partner_id': self.partner_id.id,
            'currency_id': self.currency_id.id,
            'payment_term_id': self.payment_term_id.id,
            'order_line': [fields.Command.create(line._prepare_order_line_values()) for line in self.line_ids],
        })

    def _get_tax_totals(self):
        self.ensure_one()
        return self.env['account.tax']._get_tax_totals_summary(
            base_lines=self._get_base_lines(), currency=self.currency_id or self.company_id.currency_id,
            company=self.company_id)

    @api.depends('line_ids.price_subtotal', 'line_ids.price_total', 'line_ids.is_optional', 'currency_id', 'payment_term_id')
    def _compute_amounts(self):
        for offer in self:
            totals = offer.with_context(lang=offer._get_text_lang())._get_tax_totals()
            offer.tax_groups = [[group['group_name'], group['tax_amount_currency']]
                                for subtotal in totals['subtotals'] for group in subtotal['tax_groups']]
            offer.amount_untaxed = totals['base_amount_currency']
            offer.amount_tax = totals['tax_amount_currency']
            offer.amount_total = totals['total_amount_currency']

    @api.depends_context('lang')
    @api.depends(
        'line_ids.price_subtotal', 'line_ids.price_total', 'line_ids.is_optional', 'currency_id', 'payment_term_id', 'state')
    def _compute_tax_totals(self):
        for offer in self:
            offer.tax_totals = offer._get_tax_totals() if offer.state == 'draft' else offer._get_frozen_tax_totals()

    def _get_frozen_tax_totals(self):
        """:return: dict for core's table of totals: the figures that were sent, even if the taxes have changed since"""
        self.ensure_one()
        amounts = {
            'base_amount_currency': self.amount_untaxed,
            'tax_amount_currency': self.amount_tax,
        }
        groups = [{'id': number, 'group_name': name, 'tax_amount_currency': amount}
                  for number, (name, amount) in enumerate(self.tax_groups or [])]
        return {
            **amounts,
            'currency_id': self.currency_id.id,
            'total_amount_currency': self.amount_total,
            'has_tax_groups': bool(groups),
            'same_tax_base': True,
            'subtotals': [{'name': self.env._("Untaxed Amount"), 'tax_groups': groups, **amounts}],
        }

    @api.depends('amount_total', 'currency_id')
    def _compute_amount_in_words(self):
        for offer in self:
            currency = offer.currency_id
            offer.amount_in_words = offer._get_amount_in_words(offer.amount_total, currency) if currency else False

    @api.depends('amount_total', 'order_id.offer_ids.amount_total')
    def _compute_amount_difference(self):
        for offer in self:
            first = offer.order_id.offer_ids[:1]
            is_comparable = first.currency_id == offer.currency_id
            offer.amount_difference = offer.amount_total - first.amount_total if is_comparable else 0.0

    @api.depends('line_ids.margin', 'line_ids.is_optional', 'amount_untaxed')
    def _compute_margin(self):
        for offer in self:
            offer.margin = sum(offer.line_ids.filtered(lambda line: not line._is_on_request()).mapped('margin'))
            offer.margin_percent = offer.amount_untaxed and offer.margin / offer.amount_untaxed

    def _compute_access_url(self):
        super()._compute_access_url()
        for offer in self:
            offer.access_url = f'/my/offers/{offer.id}'

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """:raises UserError: the order is invoiced or cancelled"""
        vals_list = [{name: value for name, value in vals.items() if name not in DECISION} for vals in vals_list]
        default = self.default_get(['order_id'])
        vals_list = [{**default, **vals} for vals in vals_list]
        orders = self.env['sale.order'].browse({vals['order_id'] for vals in vals_list if vals.get('order_id')})
        orders._check_may_get_offers()
        taken = {order: [offer.variant for offer in order.offer_ids] for order in orders}
        for vals in vals_list:
            order = orders.browse(vals.get('order_id') or [])
            if order and not vals.get('variant'):
                vals['variant'] = _get_next_variant(taken[order])
                taken[order].append(vals['variant'])
        return super().create(vals_list)

    def _get_numbering_company(self, vals):
        return self.env['sale.order'].browse(vals.get('order_id') or []).company_id or super()._get_numbering_company(vals)

    def write(self, vals):
        """:raises UserError: the offer is not a draft any more"""
        if vals.keys() - self._editable_after_sending:
            self._check_is_draft()
        return super().write(vals)

    def _decide(self, vals):
        self._program_write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        gone = read_mark(self, 'deleted_orders', ())
        sent = self.filtered(lambda offer: offer.state != 'draft' and offer.order_id.id not in gone)
        if sent:
            raise UserError(self.env._(
                "The offer %(offer)s was sent to the customer, so it cannot be deleted. Reject it instead.",
                offer=sent[0].display_name))

    def _serialize_editors(self):
        """Make other transactions that change or send these offers wait for this one; they are retried and see its changes.

        :raises UserError: one of the offers is not a draft any more
        """
        queue_for(self)
        self._check_is_draft()

    def _check_is_draft(self):
        for offer in self:
            if offer.state != 'draft':
                raise UserError(self.env._(
                    "The offer %(offer)s was sent to the customer, so it cannot be changed. Make the next variant instead.",
                    offer=offer.display_name))

    def copy(self, default=None):
        """:return: the next variants of the same orders"""
        # The lines keep their links to the order's lines, so the program copies; the user's ``default`` is checked before.
        self._check_given_values(default or {})
        self._check_links(default or {}, nested=True)
        offers = super(BasCommercialOffer, self._as_program()).copy(default).with_env(self.env)
        for source, offer in zip(self, offers, strict=True):
            if 'line_ids' not in (default or {}):
                offer.line_ids._link_like(source.line_ids)
            offer.message_post(body=self.env._("Made as the next variant of the order."))
        return offers

    # ------------------------------------------------------------
    # Prints and letters
    # ------------------------------------------------------------

    def _get_text_lang(self):
        """:return: code of the customer's language: the texts of an offer are written in it"""
        lang = self.partner_id.lang
        return lang if lang and self.env['res.lang']._get_data(code=lang) else super()._get_text_lang()

    def _get_live(self):
        """:return: the offers that the customer can still accept"""
        return self.filtered(
            lambda offer: offer.state in LIVE and not offer.is_expired and offer.order_id.state in ('draft', 'sent'))


def _get_next_variant(taken):
    """:return: the letter after the last one in the list ``taken``: A … Z, AA, AB …"""
    number = max((_to_number(variant) for variant in taken), default=0) + 1
    letters = ''
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord('A') + rest) + letters
    return letters


def _to_number(variant):
    number = 0
    for letter in variant:
        number = number * 26 + ord(letter) - ord('A') + 1
    return number
