import runpy
from itertools import product

from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..common_offers import OfferCase


@tagged('post_install', '-at_install')
class TestOfferUpdate(OfferCase):
    """The migration of offers from a version without the field ``outcome``."""

    def test_an_update_fills_the_outcome_and_tells_nobody(self):
        """For each state, signed or not, with a reason or not: the migration sets the value that the field computes."""
        offers = self.env['bas.commercial.offer']
        cases = list(product(['draft', 'sent', 'accepted', 'rejected'], [None, '2026-03-02 10:00:00'], [None, '', 'Дорого']))
        for _case in cases:
            offers |= self.make_offer()
        self.env.flush_all()
        for offer, (state, signed_on, reason) in zip(offers, cases, strict=True):
            self.env.cr.execute(
                "UPDATE bas_commercial_offer SET state = %s, signed_on = %s, decline_reason = %s, outcome = NULL WHERE id = %s",
                (state, signed_on, reason, offer.id))
        messages = len(offers.message_ids)
        path = file_path('bas_crm/migrations/19.0.1.7.0/pre-offer-outcome.py')
        runpy.run_path(path)['migrate'](self.env.cr, '19.0.1.6.0')
        self.env.invalidate_all()
        filled = offers.mapped('outcome')
        self.env.add_to_compute(offers._fields['outcome'], offers)
        self.assertEqual(filled, offers.mapped('outcome'))
        self.assertEqual(len(offers.message_ids), messages)
