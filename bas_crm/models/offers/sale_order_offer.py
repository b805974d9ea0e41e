from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dialogs import open_dialog
from ...tools.item_texts import strip_code
from ...tools.marks import mark
from .offer_line import SHARED_FIELDS, as_written


class SaleOrder(models.Model):
    """The commercial offers of an order; one of them can be chosen and becomes the order."""

    _inherit = 'sale.order'

    offer_ids = fields.One2many(
        'bas.commercial.offer', 'order_id', string="Commercial Offers", copy=False,
        groups='sales_team.group_sale_salesman')
    main_offer_id = fields.Many2one(
        'bas.commercial.offer', string="Chosen Offer", copy=False, readonly=True, index='btree_not_null',
        ondelete='set null', tracking=True)
    is_print_due = fields.Boolean(related='main_offer_id.is_print_due')
    is_letter_due = fields.Boolean(related='main_offer_id.is_letter_due')
    offer_count = fields.Integer("Number of Offers", compute='_compute_offer_count', compute_sudo=True)
    has_open_offers = fields.Boolean(compute='_compute_has_open_offers', exportable=False, export_string_translation=False)
    has_variants_to_send = fields.Boolean(
        compute='_compute_has_open_offers', exportable=False, export_string_translation=False)
    offer_comparison = fields.Html(compute='_compute_offer_comparison', sanitize=False, groups='sales_team.group_sale_salesman')

    @api.depends('offer_ids')
    def _compute_offer_count(self):
        # Computed with sudo: the form's buttons depend on it, also for users who have no access to offers.
        counts = dict(self.env['bas.commercial.offer']._read_group(
            [('order_id', 'in', self.ids)], ['order_id'], ['__count'])) if self.ids else {}
        for order in self:
            order.offer_count = counts.get(order._origin, 0)

    @api.depends('state', 'main_offer_id', 'offer_ids.state', 'offer_ids.validity_date')
    def _compute_has_open_offers(self):
        for order in self:
            offers = order._get_open_offers()
            order.has_open_offers, order.has_variants_to_send = bool(offers), len(offers) > 1

    @api.depends_context('lang')
    @api.depends('offer_ids.amount_total', 'offer_ids.state')
    def _compute_offer_comparison(self):
        for order in self:
            order.offer_comparison = order.offer_ids._render_comparison()

    def _check_offers_allow(self, vals):
        """:raises UserError: the order is confirmed while its offers wait for a decision, or gets another customer although
            offers were sent to the current one"""
        if vals.get('state') == 'sale':
            self.filtered(lambda order: order.state != 'sale')._check_offer_is_chosen()
        if 'partner_id' in vals:
            customer = self.env['res.partner'].browse(vals['partner_id']).commercial_partner_id
            # sudo: a user who may change the order may have no access to its offers.
            sent = self.sudo().offer_ids.filtered(
                lambda offer: offer.state != 'draft' and offer.partner_id.commercial_partner_id != customer)
            if sent:
                raise UserError(self.env._(
                    "The offer %(offer)s was sent to %(customer)s, so the customer of the order cannot be changed. "
                    "Make a new order for another customer.",
                    customer=sent[0].partner_id.display_name, offer=sent[0].display_name))
            self._check_history_is_with(customer)

    def _check_history_is_with(self, customer):
        """:raises UserError: the order has an event or a work task with a customer other than ``customer``"""
        if self.env.su:
            return
        for model in ('bas.event', 'bas.work.task.line'):
            # sudo: documents of colleagues count too; so do archived ones.
            found = self.env[model].sudo().with_context(active_test=False).search(
                [('order_id', 'in', self.ids), ('partner_id', '!=', False), ('commercial_partner_id', '!=', customer.id)])
            binding = found.filtered(
                lambda document: document.commercial_partner_id == document.order_id.partner_id.commercial_partner_id)[:1]
            if binding:
                is_open = binding.sudo(False).has_access('read')
                raise UserError(self.env._(
                    "The order %(order)s has «%(document)s» with %(customer)s, so its customer cannot be changed. "
                    "Make a new order for another customer.",
                    document=binding.display_name if is_open else self.env._("A colleague's document"),
                    customer=binding.partner_id.display_name, order=binding.order_id.name))

    def _unlink_offers(self):
        # Deleted by the ORM, so that their messages are deleted too. sudo: who may delete the order may delete its offers.
        mark(self.sudo().offer_ids, deleted_orders=frozenset(self.ids)).unlink()

    # ------------------------------------------------------------
    # Making offers
    # ------------------------------------------------------------

    def _check_may_get_offers(self):
        for order in self:
            if order.state == 'cancel':
                raise UserError(self.env._(
                    "The order %(order)s is cancelled. Set it to quotation first, then make offers.", order=order.name))
            order._check_not_invoiced()

    def _check_not_invoiced(self):
        """:raises UserError: the order has an invoice that is not cancelled"""
        self.ensure_one()
        # sudo: invoices that the manager has no access to count too.
        invoices = self.sudo().invoice_ids.filtered(lambda move: move.state != 'cancel')
        if invoices:
            raise UserError(self.env._(
                "The order %(order)s is already invoiced (%(invoices)s), so its offers cannot be changed.",
                order=self.name, invoices=', '.join(move.name or self.env._("draft") for move in invoices)))

    def action_create_offer(self):
        """Make the next variant with the current lines of the order and open it.

        :raises UserError: the order is cancelled, invoiced or has no lines
        """
        self.ensure_one()
        if not self.order_line.filtered(lambda line: not line.display_type):
            raise UserError(self.env._("The order %(order)s has no lines to offer yet. Add the goods that the customer wants.",
                                       order=self.name))
        offer = self.env['bas.commercial.offer']._program_create(self._prepare_offer_values())
        offer.line_ids._link_like(offer.line_ids.order_line_id)
        return offer._open()

    def _prepare_offer_values(self):
        """:return: dict of values for an offer with the current lines of the order"""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.is_downpayment)
        # sudo: the user who makes the offer may have no access to the tasks.
        hours = self.env['bas.work.task.line'].sudo().search([('sale_line_id', 'in', lines.ids)]).grouped('sale_line_id')
        return {
            **self.env['bas.commercial.offer'].with_company(self.company_id).default_get(['template_id', 'design']),
            'order_id': self.id,
            'payment_term_id': self.payment_term_id.id,
            'line_ids': [fields.Command.create({
                **line._prepare_offer_line_values(), 'hours_data': hours[line].ids if line in hours else False,
            }) for line in lines],
        }

    @api.readonly
    def action_view_offers(self):
        self.ensure_one()
        return self.offer_ids._open()

    def action_send_offers(self):
        """Open one letter with a link to the page where the customer compares all live variants and accepts one.

        :raises UserError: no variant waits for a decision
        """
        self.ensure_one()
        offers = self._get_open_offers()
        if not offers:
            raise UserError(self.env._("The order %(order)s has no variants waiting for a decision.", order=self.name))
        return offers.action_send()

    # ------------------------------------------------------------
    # Choosing an offer
    # ------------------------------------------------------------

    def _get_open_offers(self):
        """:return: the live offers of those orders that have no chosen offer"""
        # sudo: offers that the accountant has no access to block the confirmation too.
        offers = self.sudo().filtered(lambda order: not order.main_offer_id).offer_ids._get_live()
        return offers.sudo(self.env.su)  # with the rights of the caller again

    def _confirmation_error_message(self):
        return self._get_choice_message() or super()._confirmation_error_message()

    def _get_choice_message(self):
        """:return: str: why the order cannot be confirmed; False if no offer waits for a decision"""
        return bool(self._get_open_offers()) and self.env._(
            "The order %(order)s has commercial offers, and none is chosen. Choose the one that becomes the order.",
            order=self.name)

    def _check_offer_is_chosen(self):
        for order in self:
            if message := order._get_choice_message():
                raise UserError(message)

    def action_confirm_offer(self):
        """Confirm the order; if offers wait for a decision, ask which one the customer has chosen."""
        self.ensure_one()
        if not self._get_open_offers():
            return self.action_confirm()
        return open_dialog(self.env._("Which Offer Is It?"), 'bas.offer.choice', {'default_order_id': self.id})

    def _send_order_confirmation_mail(self):
        # The letter of an accepted offer has a print: it is sent after the commit, when no row is locked any more.
        if not self.env.context.get('letter_after_commit'):
            super()._send_order_confirmation_mail()

    # While offers are open, the customer signs or pays for one of them, not the order itself.

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and not self._get_open_offers()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._get_open_offers()

    # ------------------------------------------------------------
    # Prints
    # ------------------------------------------------------------

    def _get_offers_to_print(self):
        """:return: the chosen offer, else all live variants, else the latest one"""
        self.ensure_one()
        return self.main_offer_id or self.offer_ids._get_live() or self.offer_ids[-1:]

    def action_print_offers(self):
        """Print the commercial offers of the order: the chosen one, else all live variants."""
        return self._print_offers('bas_crm.action_report_commercial_offer', self._get_offers_to_print())

    def action_print_comparison(self):
        """Print all variants of the order side by side."""
        self.ensure_one()
        return self._print_offers('bas_crm.action_report_offer_comparison', self.offer_ids)

    def _print_offers(self, report, offers):
        if not offers:
            raise UserError(self.env._(
                "The order %(order)s has no commercial offer yet. Press «Create Offer»: it takes the lines of the order.",
                order=self.name))
        return self.env.ref(report).report_action(offers, config=False)


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    @api.depends('product_id')
    def _compute_translated_product_name(self):
        # The form uses it to find the name of the item in the description.
        super()._compute_translated_product_name()
        for line in self:
            line.translated_product_name = strip_code(line.translated_product_name, line.product_id)

    def _prepare_offer_line_values(self):
        self.ensure_one()
        return {
            'order_line_id': self.id,
            **{name: as_written(self, name) for name in SHARED_FIELDS},
            'name': strip_code(self.name, self.product_id),
        }


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def get_product_multiline_description_sale(self):
        # Customers read the lines of orders: the internal codes of items are left out.
        return super(ProductProduct, self.with_context(display_default_code=False)).get_product_multiline_description_sale()


class ResPartner(models.Model):
    _inherit = 'res.partner'

    offer_count = fields.Integer(
        "Number of Offers", compute='_compute_offer_count', groups='sales_team.group_sale_salesman')

    def _compute_offer_count(self):
        counts = self._sum_with_children(self.env['bas.commercial.offer']._read_group(
            [('partner_id', 'child_of', self.ids)], ['partner_id'], ['__count']) if self.ids else [])
        for partner in self:
            partner.offer_count = counts.get(partner.id, 0)

    @api.readonly
    def action_view_offers(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_commercial_offer_action'),
            'domain': [('partner_id', 'child_of', self.id)],
            'context': {},
        }
