def migrate(cr, version):
    """The beginning of an event is indexed by its field; the second index on the same column is dropped."""
    cr.execute("DROP INDEX IF EXISTS bas_event_bas_start_idx")
