from odoo.tools.sql import table_columns


def migrate(cr, version):
    """What became of each offer is filled here: the ORM would tell it in the history of every offer, as of today."""
    if not {'state', 'signed_on', 'decline_reason'} <= table_columns(cr, 'bas_commercial_offer').keys():
        return  # there are no offers yet
    cr.execute("ALTER TABLE bas_commercial_offer ADD COLUMN IF NOT EXISTS outcome varchar")
    cr.execute("""
        UPDATE bas_commercial_offer
           SET outcome = CASE WHEN signed_on IS NOT NULL THEN 'signed'
                              WHEN state = 'accepted' THEN 'chosen'
                              WHEN state <> 'rejected' THEN state
                              WHEN COALESCE(decline_reason, '') <> '' THEN 'declined'
                              ELSE 'not_chosen' END
         WHERE outcome IS NULL""")
