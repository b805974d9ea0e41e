"""Which models have fields that only the program sets.

The mixin comes before all other code of a model: it looks at what came from outside, not at what our own steps add to it.
So this file is imported last.
"""
from odoo import models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    _name = 'res.partner'
    _inherit = ['bas.protected.mixin', 'res.partner']


class BasContract(models.Model):
    _name = 'bas.contract'
    _inherit = ['bas.protected.mixin', 'bas.contract']

    def _get_program_hint(self, names):
        return self.env._("Use the buttons: Activate, Set to Draft, Cancel the Contract.")


class CrmLead(models.Model):
    _name = 'crm.lead'
    _inherit = ['bas.protected.mixin', 'crm.lead']

    def _get_program_hint(self, names):
        return self.env._("A lead is decided with the buttons on its card.")


class SaleOrder(models.Model):
    _name = 'sale.order'
    _inherit = ['bas.protected.mixin', 'sale.order']
    _core_program_fields = frozenset({'signature', 'signed_by', 'signed_on'})

    def _get_program_hint(self, names):
        if {'is_fixed_by_signature', *self._core_program_fields} & set(names):
            return self.env._("Only the customer's signature fixes an order. Press «Change Signed Order» to open it.")
        return super()._get_program_hint(names)


class BasOrderType(models.Model):
    _name = 'bas.order.type'
    _inherit = ['bas.protected.mixin', 'bas.order.type']


class BasOrderStage(models.Model):
    _name = 'bas.order.stage'
    _inherit = ['bas.protected.mixin', 'bas.order.stage']


class BasOrderStageLog(models.Model):
    _name = 'bas.order.stage.log'
    _inherit = ['bas.protected.mixin', 'bas.order.stage.log']


class BasOrderPerformer(models.Model):
    _name = 'bas.order.performer'
    _inherit = ['bas.protected.mixin', 'bas.order.performer']
    _set_once = frozenset({'order_id'})


class AccountMove(models.Model):
    _name = 'account.move'
    _inherit = ['bas.protected.mixin', 'account.move']


class AccountMoveLine(models.Model):
    _name = 'account.move.line'
    _inherit = ['bas.protected.mixin', 'account.move.line']


class AccountPartialReconcile(models.Model):
    _name = 'account.partial.reconcile'
    _inherit = ['bas.protected.mixin', 'account.partial.reconcile']


class BasCommercialOffer(models.Model):
    _name = 'bas.commercial.offer'
    _inherit = ['bas.protected.mixin', 'bas.commercial.offer']
    _set_once = frozenset({'order_id'})

    def _get_program_hint(self, names):
        return self.env._("The status of an offer can only be changed with the buttons: send, choose, decline.")


class BasCommercialOfferLine(models.Model):
    _name = 'bas.commercial.offer.line'
    _inherit = ['bas.protected.mixin', 'bas.commercial.offer.line']
    _set_once = frozenset({'offer_id'})


class ProductAttributeCustomValue(models.Model):
    _name = 'product.attribute.custom.value'
    _inherit = ['bas.protected.mixin', 'product.attribute.custom.value']
    _set_once = frozenset({'offer_line_id'})


class CalendarEvent(models.Model):
    _name = 'calendar.event'
    _inherit = ['bas.protected.mixin', 'calendar.event']

    def _refuse_program_fields(self, names):
        """Do not raise: the record is saved without these fields, because nobody reads an error of a synchronization."""


class MailActivity(models.Model):
    _name = 'mail.activity'
    _inherit = ['bas.protected.mixin', 'mail.activity']


class BasEmployeeCalendar(models.Model):
    _name = 'bas.employee.calendar'
    _inherit = ['bas.protected.mixin', 'bas.employee.calendar']

    def _refuse_program_fields(self, names):
        raise AccessError(self.env._("The owner of a calendar cannot be changed manually: it is the user or the employee."))


class BasEvent(models.Model):
    _name = 'bas.event'
    _inherit = ['bas.protected.mixin', 'bas.event']


class BasEventParticipant(models.Model):
    _name = 'bas.event.participant'
    _inherit = ['bas.protected.mixin', 'bas.event.participant']
    _set_once = frozenset({'event_id'})


class BasWorkTask(models.Model):
    _name = 'bas.work.task'
    _inherit = ['bas.protected.mixin', 'bas.work.task']


class BasWorkTaskLine(models.Model):
    _name = 'bas.work.task.line'
    _inherit = ['bas.protected.mixin', 'bas.work.task.line']
    _set_once = frozenset({'task_id'})


class BasSalesPlan(models.Model):
    _name = 'bas.sales.plan'
    _inherit = ['bas.protected.mixin', 'bas.sales.plan']

    def _get_program_hint(self, names):
        return self.env._("A sales plan is approved, revised and closed by its buttons.")


class BasSalesPlanLine(models.Model):
    _name = 'bas.sales.plan.line'
    _inherit = ['bas.protected.mixin', 'bas.sales.plan.line']
    _set_once = frozenset({'plan_id'})


class BasSalesPlanRevision(models.Model):
    _name = 'bas.sales.plan.revision'
    _inherit = ['bas.protected.mixin', 'bas.sales.plan.revision']


class BasImport(models.Model):
    _name = 'bas.import'
    _inherit = ['bas.protected.mixin', 'bas.import']


class BasImportTable(models.Model):
    _name = 'bas.import.table'
    _inherit = ['bas.protected.mixin', 'bas.import.table']


class BasImportColumn(models.Model):
    _name = 'bas.import.column'
    _inherit = ['bas.protected.mixin', 'bas.import.column']


class BasImportRow(models.Model):
    _name = 'bas.import.row'
    _inherit = ['bas.protected.mixin', 'bas.import.row']


class BasImportQuestion(models.Model):
    _name = 'bas.import.question'
    _inherit = ['bas.protected.mixin', 'bas.import.question']


class BasImportChange(models.Model):
    _name = 'bas.import.change'
    _inherit = ['bas.protected.mixin', 'bas.import.change']


class BasImportKey(models.Model):
    _name = 'bas.import.key'
    _inherit = ['bas.protected.mixin', 'bas.import.key']


class BasHandover(models.Model):
    _name = 'bas.handover'
    _inherit = ['bas.protected.mixin', 'bas.handover']
    _set_once = frozenset({'kind'})

    def _get_program_hint(self, names):
        return self.env._("Work is passed and returned with the buttons of the handover.")


class BasHandoverLine(models.Model):
    _name = 'bas.handover.line'
    _inherit = ['bas.protected.mixin', 'bas.handover.line']
    _set_once = frozenset({'handover_id', 'kind'})


class BasHandoverItem(models.Model):
    _name = 'bas.handover.item'
    _inherit = ['bas.protected.mixin', 'bas.handover.item']


class BasDebtReminder(models.Model):
    _name = 'bas.debt.reminder'
    _inherit = ['bas.protected.mixin', 'bas.debt.reminder']

    def _get_program_hint(self, names):
        return self.env._("Choose debts in the list «Debts of Customers» and press «Remind».")


class BasMorningLetter(models.Model):
    _name = 'bas.morning.letter'
    _inherit = ['bas.protected.mixin', 'bas.morning.letter']
