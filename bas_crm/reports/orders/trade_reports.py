from odoo import api, models


class TradeReport(models.AbstractModel):
    """Prints of a sale. Documents that cannot be printed are refused before the page is rendered."""

    _name = 'bas.trade.report'
    _description = 'Print of a Sale'
    _trade_model = 'account.move'
    _trade_kind = None

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env[self._trade_model].browse(docids)
        return {
            'doc_ids': docs.ids,
            'doc_model': docs._name,
            'docs': docs,
            'prints': [self._get_print(doc) for doc in docs],
        }

    @api.model
    def _get_print(self, doc):
        return doc._get_trade_print(self._trade_kind)


class PaymentInvoiceReport(models.AbstractModel):
    _name = 'report.bas_crm.report_payment_invoice'
    _inherit = 'bas.trade.report'
    _description = 'Invoice for Payment'
    _trade_kind = 'payment_invoice'


class OrderInvoiceReport(models.AbstractModel):
    _name = 'report.bas_crm.report_order_invoice'
    _inherit = 'bas.trade.report'
    _description = 'Invoice for Payment of an Order'
    _trade_model = 'sale.order'
    _trade_kind = 'payment_invoice'


class GoodsIssueReport(models.AbstractModel):
    _name = 'report.bas_crm.report_goods_issue'
    _inherit = 'bas.trade.report'
    _description = 'Goods Issue'
    _trade_kind = 'goods_issue'


class ServiceActReport(models.AbstractModel):
    _name = 'report.bas_crm.report_service_act'
    _inherit = 'bas.trade.report'
    _description = 'Act of Services Rendered'
    _trade_kind = 'service_act'


class WorkOrderReport(models.AbstractModel):
    _name = 'report.bas_crm.report_work_order'
    _inherit = 'bas.trade.report'
    _description = 'Work Order'
    _trade_model = 'sale.order'

    @api.model
    def _get_print(self, doc):
        return doc._get_work_print()
