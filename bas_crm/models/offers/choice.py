from psycopg2.errors import LockNotAvailable

from odoo import models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL

from ...tools.dialogs import open_dialog
from .offer_line import as_written

#: seconds that a customer waits for a manager who saves the order
WAIT_FOR_ORDER = 5


class BasCommercialOffer(models.Model):
    """From several variants to one order."""

    _inherit = 'bas.commercial.offer'

    def action_choose(self):
        """Make the order's lines those of this variant, and settle the others.

        Where the customer has signed another variant, nothing is done yet: the action asks whether to choose this one
        without the customer's consent.

        :raises UserError: the order is cancelled or invoiced, the variant has no lines, somebody does it right now
        """
        self.ensure_one()
        self.check_access('write')
        self._check_may_be_chosen()
        if self._get_other_signed():
            return open_dialog(self.env._("Another Variant Is Signed"), 'bas.offer.override', {'default_offer_id': self.id})
        self._choose()
        return True

    def _get_other_signed(self):
        """:return: the variant that the customer has signed last, if it is another one and this one is not chosen yet"""
        self.ensure_one()
        order = self.order_id
        signed = order.offer_ids.filtered('signed_on').sorted('signed_on')[-1:]
        return signed - self if order.main_offer_id != self else signed.browse()

    def _get_short_name(self):
        return ' · '.join(filter(None, [self.variant, self.title]))

    def _choose(self, without_consent=False):
        """:param bool without_consent: the manager was told that the customer has signed another variant"""
        self.ensure_one()
        self._lock_order()
        self._check_may_be_chosen()
        order, signed = self.order_id, self._get_other_signed()
        if without_consent:
            order.action_change_signed()
        if order.main_offer_id != self:
            order._check_not_fixed()
        self._put_in_order()
        siblings = order.offer_ids - self
        siblings.filtered(lambda offer: offer.state != 'rejected')._decide({'state': 'rejected'})
        self._decide({'state': 'accepted'})
        order._program_write({'main_offer_id': self.id})
        order.message_post(body=self._get_choice_note(signed if without_consent else signed.browse()))

    def _get_choice_note(self, signed):
        """:param signed: the variant of the customer, who was not asked; empty where there is none"""
        if signed:
            return self.env._(
                "The offer %(offer)s is chosen without the customer's consent: the customer has signed %(signed)s. The order has "
                "the lines of the chosen one now.", offer=self.display_name, signed=signed.display_name)
        return self.env._("The offer %(offer)s is chosen: the order has its lines now.", offer=self.display_name)

    def _lock_order(self):
        """Whoever decides of an order's offers does it alone.

        :raises UserError: somebody else does
        """
        try:
            self.order_id.lock_for_update()
            # Whoever comes with an older view of one of them begins anew.
            self.order_id.offer_ids.lock_for_update()
        except LockError as error:
            raise UserError(self.env._(
                "Somebody else decides of the offers of this order right now. Try again in a moment.")) from error

    def _wait_for_order(self):
        """The same for the customer, who waits a few seconds for a manager who saves the order right now.

        Where the manager has changed the order meanwhile, the transaction begins anew and sees the change.

        :raises UserError: somebody holds the order for longer
        """
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL("SET LOCAL lock_timeout = %s", f'{WAIT_FOR_ORDER}s'))
                for records in (self.order_id, self.order_id.offer_ids):
                    query = SQL("SELECT FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
                                SQL.identifier(records._table), tuple(records.ids))
                    self.env.cr.execute(query, log_exceptions=False)
                # SET LOCAL lasts to the end of the transaction; only where the savepoint is rolled back it goes with it.
                self.env.cr.execute("SET LOCAL lock_timeout = DEFAULT")
        except LockNotAvailable as error:
            raise UserError(self.env._(
                "Somebody is changing the order right now. Please try again in a moment.")) from error
        self.env.invalidate_all(flush=False)

    def _check_may_be_chosen(self):
        order = self.order_id
        if order.state == 'cancel':
            raise UserError(self.env._(
                "The order %(order)s is cancelled. Set it to quotation first, then choose an offer.", order=order.name))
        order._check_not_invoiced()
        if order.currency_id != self.currency_id:
            raise UserError(self.env._(
                "The offer %(offer)s is in %(currency)s, the order in %(its)s. Give the order a price list in %(currency)s "
                "again, or make the next variant.",
                offer=self.display_name, currency=self.currency_id.name, its=order.currency_id.name))
        if not self.line_ids.filtered(lambda line: not line.display_type):
            raise UserError(self.env._("The offer %(offer)s has no lines: there is nothing to choose.",
                                       offer=self.display_name))

    def _put_in_order(self):
        """Lines that came from the order's go back into them, new ones are added, the rest goes.

        A confirmed order keeps its lines in core; what is not offered any more has the quantity 0 there.
        """
        order, into = self.order_id, {}
        levels = self.line_ids.grouped(lambda line: line._get_depth())
        for _depth, lines in sorted(levels.items()):  # what a line is a part of stands in the order before it
            self._put_lines(lines, into)
        surplus = order.order_line.browse().concat(*(line for line in order.order_line if line not in into.values()))
        stays = surplus._check_line_unlink()
        stays.write({'product_uom_qty': 0.0})
        (surplus - stays).unlink()
        if order.payment_term_id != self.payment_term_id:
            order.payment_term_id = self.payment_term_id

    def _put_lines(self, lines, into):
        """Put some lines of the offer in the order.

        :param dict into: line of the offer → the line of the order that it became; gets these
        """
        places, new = {line: 10 + place for place, line in enumerate(self.line_ids)}, {}
        for line in lines:
            values = {
                **line._prepare_order_line_values(),
                'sequence': places[line],
                'linked_line_id': into[line.linked_line_id].id if line.linked_line_id else False,
            }
            origin = line.order_line_id
            if origin.order_id != self.order_id or origin in into.values() or not line._fits_in(origin):
                new[line] = values
                continue
            into[line] = origin
            if origin._get_changed(values):
                origin.write(origin._get_writable(values))
        added = self.env['sale.order.line'].create([{'order_id': self.order_id.id, **values} for values in new.values()])
        for line, order_line in zip(new, added, strict=True):
            line._program_write({'order_line_id': order_line.id})
            into[line] = order_line
        for line in new:
            line._take_hours(into)


class BasCommercialOfferLine(models.Model):
    _inherit = 'bas.commercial.offer.line'

    def _take_hours(self, into):
        """The hours of work that the line was come back to the order with it.

        :raises UserError: they stand on another order now
        """
        # Whoever chooses may not see the tasks.
        for hours in self.env['bas.work.task.line'].sudo().browse(self.hours_data or []).exists():
            order = hours.sale_line_id.order_id or hours.work_order_id
            if order and order != self.offer_id.order_id and hours._is_on_order():
                raise UserError(self.env._(
                    "The hours of «%(line)s» stand on the order %(order)s by now, so they cannot come back. Take them off there, "
                    "or make the next variant without them.", line=self.name, order=order.name))
            if hours.sale_line_id not in into.values() and not (order and hours.work_order_id == order):
                hours._program_write({'sale_line_id': into[self].id})

    def _fits_in(self, order_line):
        """Tell whether core lets ``order_line`` become this line."""
        same_kind = order_line.display_type == self.display_type
        return same_kind and (order_line.product_id == self.product_id or order_line.product_updatable)


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _get_changed(self, values):
        """:return: set of names of ``values`` that the line does not hold yet"""
        return {name for name, value in values.items() if as_written(self, name) != value}

    def _get_writable(self, values):
        """:return: dict: all of ``values``, so that core recomputes none of it from another, without what it refuses to
            write anew"""
        refused = {'product_id', 'display_type'} - self._get_changed(values)
        return {name: value for name, value in values.items() if name not in refused}
