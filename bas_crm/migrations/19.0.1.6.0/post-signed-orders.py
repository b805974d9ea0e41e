from odoo.tools.sql import column_exists


def migrate(cr, version):
    """What a customer has signed before is fixed, too: on core's page of the order, or on an offer that became the order."""
    if not column_exists(cr, 'sale_order', 'is_fixed_by_signature'):
        return
    cr.execute("""
        UPDATE sale_order SET is_fixed_by_signature = TRUE
         WHERE state <> 'cancel' AND is_fixed_by_signature IS NOT TRUE AND signed_on IS NOT NULL""")
    if column_exists(cr, 'sale_order', 'main_offer_id') and column_exists(cr, 'bas_commercial_offer', 'signed_on'):
        cr.execute("""
            UPDATE sale_order signed SET is_fixed_by_signature = TRUE
              FROM bas_commercial_offer offer
             WHERE offer.id = signed.main_offer_id AND offer.signed_on IS NOT NULL
               AND signed.state <> 'cancel' AND signed.is_fixed_by_signature IS NOT TRUE""")
