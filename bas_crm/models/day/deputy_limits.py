from odoo import models
from odoo.exceptions import AccessError

from ...tools.marks import mark

#: model → fields with the person whose document it is
PERSONS = {
    'account.move': ('invoice_user_id',),
    'bas.commercial.offer': ('user_id',),
    'bas.contract': ('user_id',),
    'bas.event': ('user_id',),
    'bas.sales.plan': ('user_id',),
    'bas.sales.plan.line': ('user_id',),
    'bas.work.task': ('user_id', 'performer_id'),
    'calendar.event': ('user_id', 'employee_calendar_id'),
    'crm.lead': ('user_id',),
    'mail.activity': ('user_id',),
    'sale.order': ('user_id',),
}


class BasDeputy(models.AbstractModel):
    """What a deputy does not do with documents of the absent person: they are his or hers on the day of return."""

    _name = 'bas.deputy.mixin'
    _description = 'Document of Somebody Absent'

    def write(self, vals):
        """:raises AccessError: a deputy gives a document of somebody absent to another person"""
        names = [name for name in PERSONS.get(self._name, ()) if name in vals]
        if names and not self._is_by_program() and self.env.user._get_represented_users():
            self.sudo().filtered(lambda record: any(  # sudo: the comparison includes fields that the user may not read
                self._is_changed(name, vals[name], record[name].id) for name in names)).with_env(self.env)._check_not_as_deputy()
        return super().write(vals)

    def _filter_as_deputy(self, operation):
        """:return: the records for which ``operation`` is allowed only because the user stands in for somebody absent"""
        if self.env.su or not self.env.user._get_represented_users():
            return self.browse()
        allowed = self._filtered_access(operation)
        return allowed - mark(allowed, not_as_deputy=True)._filtered_access(operation).with_env(self.env)

    def _check_not_as_deputy(self):
        """:raises AccessError: the user may change one of the records only as a deputy"""
        if self._name == 'calendar.event':
            for model, events in self._get_documents().items():
                self.env[model].browse(events)._check_not_as_deputy()
        if theirs := self._filter_as_deputy('write'):
            raise AccessError(self.env._(
                "«%(document)s» is the work of somebody for whom you stand in. It stays his or hers: do it, but do not change "
                "the person. The administrator of sales hands work over for good.", document=theirs[0].display_name))


class BasProtected(models.AbstractModel):
    _name = 'bas.protected.mixin'
    _inherit = ['bas.protected.mixin', 'bas.deputy.mixin']


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    def _check_access(self, operation):
        """A deputy does the activities that he or she may read: core lets the absent person do all the own ones."""
        result = super()._check_access(operation)
        represented = self.env['res.users'] if self.env.su or not self else self.env.user._get_represented_users()
        if operation not in ('write', 'unlink') or not represented:
            return result
        allowed = self - result[0] if result else self
        # sudo: whose an activity is, also of those that the deputy may not read
        theirs = allowed.sudo().filtered(lambda one: one.user_id in represented).with_env(self.env)
        theirs -= mark(theirs, not_as_deputy=True)._filtered_access(operation).with_env(self.env)
        hidden = theirs - theirs._filtered_access('read')
        if not hidden:
            return result
        forbidden = hidden | result[0] if result else hidden
        return forbidden, lambda: forbidden._make_access_error(operation)
