from odoo import models

#: prints of core's that our own stand beside: «Замовлення на узгодженні» and a pro forma
HIDDEN_PRINTS = {'sale.order': (
    'sale.action_report_saleorder', 'sale.action_report_pro_forma_invoice', 'sale_pdf_quote_builder.action_report_saleorder_raw')}


class IrActions(models.Model):
    """The menu of prints of an order holds our own prints; core's stay where its letters and its portal use them."""

    _inherit = 'ir.actions.actions'

    def get_bindings(self, model_name):
        bindings = super().get_bindings(model_name)
        hidden = {
            action.id for name in HIDDEN_PRINTS.get(model_name, ()) if (action := self.env.ref(name, raise_if_not_found=False))}
        prints = [action for action in bindings.get('report', ()) if action['id'] not in hidden]
        return {**bindings, 'report': prints} if hidden and 'report' in bindings else bindings
