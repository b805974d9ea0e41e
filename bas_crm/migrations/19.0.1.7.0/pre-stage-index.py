def migrate(cr, version):
    """The history entries of a stage are found by the index of their usual time; the one of the stage alone is dropped."""
    cr.execute("DROP INDEX IF EXISTS bas_order_stage_log__stage_id_index")
