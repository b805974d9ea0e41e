from odoo import fields, models


class BasImportChange(models.Model):
    """What an import has written, so that it can be undone, and so that values changed by people since then are known."""

    _name = 'bas.import.change'
    _description = 'Change of an Import'
    _order = 'id'

    import_id = fields.Many2one('bas.import', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='import_id.company_id')
    row_id = fields.Many2one('bas.import.row', readonly=True, index='btree_not_null', ondelete='set null')
    kind = fields.Selection(
        [('created', "Created"), ('written', "Written"), ('linked', "Linked")], required=True, readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field='res_model', required=True, readonly=True, index=False)
    field_name = fields.Char("Field", readonly=True, help="Empty for a new record.")
    before = fields.Json("Value Before", readonly=True)
    #: a new record has a dict: field → value
    after = fields.Json("Value After", readonly=True)
    undo_state = fields.Selection(
        [('undone', "Undone"), ('archived', "Archived"), ('kept', "Kept")], readonly=True)
    reason = fields.Char("Why It Is Kept", readonly=True)

    _by_record = models.Index('(res_model, res_id)')
    _to_undo = models.Index('(import_id, id) WHERE undo_state IS NULL')


class BasImportKey(models.Model):
    """The code of a record in the program it comes from, or the fingerprint of its row: the next file finds it again."""

    _name = 'bas.import.key'
    _description = 'Code in Another Program'
    _order = 'id'

    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    source = fields.Char(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    value = fields.Char(required=True, readonly=True)  # 'guid:…', 'code:…' or 'row:…'
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field='res_model', required=True, readonly=True, index=False)
    import_id = fields.Many2one('bas.import', readonly=True, index=True, ondelete='cascade')

    _once = models.UniqueIndex('(company_id, source, kind, value)', "The code is already known.")
    _by_record = models.Index('(res_model, res_id)')
