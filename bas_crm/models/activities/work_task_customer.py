from odoo import api, fields, models


class BasWorkTask(models.Model):
    """Whom the performer goes to: the phone and the address of the customer."""

    _inherit = 'bas.work.task'

    customer_phone = fields.Char("Phone", compute='_compute_customer')
    customer_address = fields.Char("Address", compute='_compute_customer')

    @api.depends('line_ids.customer_phone', 'line_ids.customer_address')
    def _compute_customer(self):
        """Of several customers each stands in its line."""
        for task in self:
            line = task.line_ids.filtered('partner_id')[:1]
            is_one = len(task.line_ids.partner_id) == 1 and len(set(task.line_ids.mapped('customer_address'))) == 1
            task.customer_phone = is_one and line.customer_phone
            task.customer_address = is_one and line.customer_address


class BasWorkTaskLine(models.Model):
    _inherit = 'bas.work.task.line'

    customer_phone = fields.Char("Phone", compute='_compute_customer')
    customer_address = fields.Char("Address", compute='_compute_customer')

    @api.depends('partner_id', 'order_id', 'task_id.performer_id', 'task_id.event_id')
    @api.depends_context('uid')
    def _compute_customer(self):
        for line in self:
            known = line._get_readable()
            line.customer_phone = known._get_customer_phone()
            line.customer_address = known._get_customer_address()

    def _get_readable(self):
        """:return: the line, from which the user may learn where to go: a performer reads neither orders nor events, and of
            his own works, as they are saved, he is told whom he visits; of nobody's else, and of no draft"""
        if not self.env['bas.work.task']._is_performer_only():
            return self
        saved = self._origin.sudo()  # the customer, the order and the event of the own work only, for phone and address
        return saved if saved.task_id.performer_id.user_id == self.env.user else saved.browse()

    def _get_customer_phone(self):
        """:return: of the one named in the line, else of the one with whom it was agreed, of the firm, of one of its people"""
        partner, firm = self.partner_id._origin, self.commercial_partner_id._origin
        event = self.task_id.event_id._origin._filtered_access('read').filtered(lambda one: one.commercial_partner_id == firm)
        return next(filter(None, (partner.phone, event.phone, firm.phone, *firm.child_ids.mapped('phone'))), False)

    def _get_customer_address(self):
        """:return: where the order is to be delivered, else the delivery address of the customer, in one line"""
        partner, order = self.partner_id._origin, self.order_id._origin._filtered_access('read')
        place = order.partner_shipping_id
        if place.commercial_partner_id != partner.commercial_partner_id:
            place = partner and partner.browse(partner.address_get(['delivery'])['delivery'])
        if not place:
            return False
        address = ' '.join(self.env['bas.print.mixin']._format_address(place).split())
        country = place.country_id if place.country_id == self.company_id.country_id else place.country_id.browse()
        return address.removesuffix(country.name or '').rstrip(' ,') or False  # at home nobody needs the country to be told

    def _get_calendar_phone(self):
        return self.customer_phone

    def _get_calendar_address(self):
        return self.customer_address
