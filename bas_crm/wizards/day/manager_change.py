from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.dialogs import tell
from ...tools.groups import SELLER

#: model of the list → kind of the documents in the history, fields of an event that link to them
LISTS = {
    'crm.lead': ('leads', ('lead_id',)),
    'res.partner': ('customers', ('partner_id', 'commercial_partner_id')),
    'sale.order': ('orders', ('order_id',)),
}


class BasManagerChange(models.TransientModel):
    """Another manager for documents chosen in a list, and for what the former managers have planned about them."""

    _name = 'bas.manager.change'
    _description = 'Change of the Manager'

    res_model = fields.Char("Model", default=lambda self: self._default_model())
    res_ids = fields.Json("Records", default=lambda self: self._default_ids())
    user_id = fields.Many2one(
        'res.users', string="New Manager", required=True, ondelete='cascade',
        domain=lambda self: [('share', '=', False), ('all_group_ids', 'in', self.env.ref(SELLER).ids),
                             ('company_ids', 'in', self.env.companies.ids)])
    with_steps = fields.Boolean("Planned Steps Go Along", default=True)
    record_count = fields.Integer("Chosen", compute='_compute_counts')
    event_count = fields.Integer("Planned events", compute='_compute_counts')
    activity_count = fields.Integer("Activities", compute='_compute_counts')

    @api.model
    def _default_model(self):
        model = self.env.context.get('active_model')
        return model if isinstance(model, str) and model in LISTS else False

    @api.model
    def _default_ids(self):
        ids = self.env.context.get('active_ids')
        return [id_ for id_ in ids if type(id_) is int] if isinstance(ids, (list, tuple)) else []

    @api.constrains('res_model', 'res_ids')
    def _check_records(self):
        for dialog in self:
            ids = dialog.res_ids
            if dialog.res_model not in LISTS or not isinstance(ids, list) or any(type(id_) is not int for id_ in ids):
                raise ValidationError(self.env._("Choose documents in a list first."))

    @api.depends('res_model', 'res_ids', 'user_id')
    def _compute_counts(self):
        for dialog in self:
            records = dialog._get_records()
            events, activities = dialog._find_steps(records)
            dialog.record_count, dialog.event_count, dialog.activity_count = len(records), len(events), len(activities)

    def _get_records(self):
        """:return: the chosen records that exist and that the user may see"""
        if self.res_model not in LISTS or not isinstance(self.res_ids, list):
            return self.env['res.partner']
        return self.env[self.res_model].with_context(active_test=False).search([('id', 'in', self.res_ids)])

    def _find_steps(self, records):
        """:return: planned events and activities of these records that belong to the records' managers, of those that the user
            may see: everybody may change the manager of a customer, but not take a colleague's steps; with sudo"""
        events, activities = self.env['bas.event'], self.env['mail.activity']
        _kind, links = LISTS.get(records._name, (None, ()))
        for user, own in records.sudo().grouped('user_id').items():  # sudo: the manager of a document is not secret
            if user and user != self.user_id:
                about = Domain.OR(Domain(link, 'in', own.ids) for link in links)
                events |= events.search(about & Domain('user_id', '=', user.id) & Domain('status_id.category', '=', 'planned'))
                activities |= activities.search(self._get_activity_domain(own) & Domain('user_id', '=', user.id))
        events, activities = (steps - steps._filter_as_deputy('write') for steps in (events, activities))
        # sudo: once the documents have another manager, the user may see them no more
        return events.sudo(), activities.sudo()

    def _get_activity_domain(self, records):
        domain = Domain('res_model', '=', records._name) & Domain('res_id', 'in', records.ids)
        if records._name == 'sale.order':
            domain |= Domain('res_model', '=', 'bas.commercial.offer') & Domain('res_id', 'in', records.offer_ids.ids)
        return domain

    def action_change(self):
        """Write the new manager; documents of companies where the manager does not work stay, and that is told.

        :raises UserError: there is nothing to change
        :raises AccessError: the user may not change one of the documents
        """
        self.ensure_one()
        records = self._get_records()
        records.check_access('write')
        self._check_manager()
        records._check_not_as_deputy()
        companies = self.user_id.sudo().company_ids  # where a colleague works is not secret
        others = records.filtered(lambda record: record.user_id != self.user_id)
        changed = others.filtered(lambda record: not record.company_id or record.company_id in companies)
        left = len(others - changed)
        if not changed:
            raise UserError(self.env._("There is nothing to change: the documents have this manager already.") if not left else
                            self.env._("%(name)s does not work in the company of these documents.", name=self.user_id.name))
        self._pass(changed)
        return self._tell(len(changed), left)

    def _check_manager(self):
        self.user_id._check_can_take_over()
        if not self.user_id.sudo().has_group(SELLER):  # groups of a colleague decide what he or she can work with
            raise UserError(self.env._("%(name)s has no access to sales. Choose a manager.", name=self.user_id.name))

    def _pass(self, records):
        events, activities = self._find_steps(records) if self.with_steps else (self.env['bas.event'], self.env['mail.activity'])
        # sudo: the companies of documents that the user has chosen
        companies = records.sudo().company_id | events.company_id or self.env.company
        # sudo: who may change the documents gets their line in the history, which the administrator of sales can undo. After
        # the change, the user may see the documents no more.
        handover = self.env['bas.handover'].sudo()._program_create([{
            'kind': 'list', 'deputy_id': self.user_id.id, 'company_ids': companies.ids, 'state': 'done',
            'done_at': fields.Datetime.now(), 'done_by_id': self.env.uid}])
        kind, _links = LISTS[records._name]
        handover._pass_to(kind, records.sudo(), self.user_id)  # checked above
        handover._pass_to('events', events, self.user_id)
        handover._pass_to('activities', activities, self.user_id)
        handover._keep_fingerprints()

    def _tell(self, changed, left):
        message = self.env._("Documents with the new manager: %(count)s.", count=changed)
        if left:
            message += '\n' + self.env._(
                "%(count)s stay: %(name)s does not work in their company.", count=left, name=self.user_id.name)
        return tell(message, 'warning' if left else 'success')
