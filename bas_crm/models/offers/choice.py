from psycopg2.errors import LockNotAvailable

from odoo import models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL

from ...tools.dialogs import open_dialog
from .offer_line import as_written

#: how many seconds a customer's request waits for a manager who is saving the order
WAIT_FOR_ORDER = 5


class BasCommercialOffer(models.Model):
    """How one of several variants becomes the order."""

    _inherit = 'bas.commercial.offer'

    def action_choose(self):
        """Replace the order's lines with those of this variant and reject the other variants.

        If the customer has signed another variant, nothing is changed: a dialog asks whether to choose this one without
        the customer's consent.

        :raises UserError: the order is cancelled or invoiced, the variant has no lines, or another transaction holds the order
        """
        self.ensure_one()
        self.check_access('write')
        self._check_may_be_chosen()
        if self._get_other_signed():
            return open_dialog(self.env._("Another Variant Is Signed"), 'bas.offer.override', {'default_offer_id': self.id})
        self._choose()
        return True

    def _get_other_signed(self):
        """:return: the variant that the customer signed last, if it differs from this one and this one is not chosen yet"""
        self.ensure_one()
        order = self.order_id
        signed = order.offer_ids.filtered('signed_on').sorted('signed_on')[-1:]
        return signed - self if order.main_offer_id != self else signed.browse()

    def _get_short_name(self):
        return ' · '.join(filter(None, [self.variant, self.title]))

    def _choose(self, without_consent=False):
        """:param bool without_consent: the manager has confirmed that the customer's signed variant is replaced"""
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
        """:param signed: the variant that the customer signed, if it is replaced without consent; else empty"""
        if signed:
            return self.env._(
                "The offer %(offer)s is chosen without the customer's consent: the customer has signed %(signed)s. The order now "
                "has the lines of the chosen offer.", offer=self.display_name, signed=signed.display_name)
        return self.env._("The offer %(offer)s is chosen: the order now has its lines.", offer=self.display_name)

    def _lock_order(self):
        """Lock the order and its offers, so that only one user at a time can choose or reject an offer.

        :raises UserError: another transaction holds the lock
        """
        try:
            self.order_id.lock_for_update()
            # A transaction with an older snapshot gets a serialization failure and is retried.
            self.order_id.offer_ids.lock_for_update()
        except LockError as error:
            raise UserError(self.env._(
                "Another user is choosing or rejecting an offer of this order right now. Try again in a moment.")) from error

    def _wait_for_order(self):
        """Lock the order and its offers for the customer, waiting a few seconds if a manager is saving the order.

        If the manager has changed the order meanwhile, the transaction is retried and sees the change.

        :raises UserError: the order stays locked for longer
        """
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL("SET LOCAL lock_timeout = %s", f'{WAIT_FOR_ORDER}s'))
                for records in (self.order_id, self.order_id.offer_ids):
                    query = SQL("SELECT FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
                                SQL.identifier(records._table), tuple(records.ids))
                    self.env.cr.execute(query, log_exceptions=False)
                # SET LOCAL lasts to the end of the transaction, unless the savepoint is rolled back: so reset it.
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
        """Make the order's lines equal to the offer's: update those that the offer was made from, add new ones, remove the rest.

        Core does not delete lines of a confirmed order: there, a line that is not offered any more gets the quantity 0.
        """
        order, into = self.order_id, {}
        levels = self.line_ids.grouped(lambda line: line._get_depth())
        for _depth, lines in sorted(levels.items()):  # a parent line is created before its parts
            self._put_lines(lines, into)
        surplus = order.order_line.browse().concat(*(line for line in order.order_line if line not in into.values()))
        stays = surplus._check_line_unlink()
        stays.write({'product_uom_qty': 0.0})
        (surplus - stays).unlink()
        if order.payment_term_id != self.payment_term_id:
            order.payment_term_id = self.payment_term_id

    def _put_lines(self, lines, into):
        """Write some lines of the offer into the order.

        :param dict into: line of the offer → its line of the order; completed here
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
        """Link the hours of work tasks that this line was made from to the order's line again.

        :raises UserError: the hours belong to another order by now
        """
        # sudo: the user who chooses the offer may have no access to the tasks.
        for hours in self.env['bas.work.task.line'].sudo().browse(self.hours_data or []).exists():
            order = hours.sale_line_id.order_id or hours.work_order_id
            if order and order != self.offer_id.order_id and hours._is_on_order():
                raise UserError(self.env._(
                    "The hours of «%(line)s» are already on the order %(order)s, so they cannot be added here. Remove them from "
                    "that order, or make the next variant without them.", line=self.name, order=order.name))
            if hours.sale_line_id not in into.values() and not (order and hours.work_order_id == order):
                hours._program_write({'sale_line_id': into[self].id})

    def _fits_in(self, order_line):
        """:return: bool: whether core allows changing ``order_line`` into this line"""
        same_kind = order_line.display_type == self.display_type
        return same_kind and (order_line.product_id == self.product_id or order_line.product_updatable)


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _get_changed(self, values):
        """:return: set of names in ``values`` whose value differs from the line's"""
        return {name for name, value in values.items() if as_written(self, name) != value}

    def _get_writable(self, values):
        """:return: dict: ``values`` without those unchanged fields that core refuses to write

            All other values are written, even unchanged ones: otherwise core recomputes them from the changed ones.
        """
        refused = {'product_id', 'display_type'} - self._get_changed(values)
        return {name: value for name, value in values.items() if name not in refused}
