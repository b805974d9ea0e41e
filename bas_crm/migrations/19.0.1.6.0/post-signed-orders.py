def migrate(cr, version):
    """What a customer has signed before is fixed, too: on core's page of the order, or on an offer that became the order."""
    cr.execute("""
        UPDATE sale_order signed SET is_fixed_by_signature = TRUE
         WHERE state <> 'cancel' AND is_fixed_by_signature IS NOT TRUE
           AND (signed_on IS NOT NULL
                OR EXISTS (SELECT FROM bas_commercial_offer offer
                            WHERE offer.id = signed.main_offer_id AND offer.signed_on IS NOT NULL))""")
