"""What a figure of an import counts is found by the server: a list of 30 000 ids is never sent to a browser and back."""
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import HEAD_OF_SALES


class BasImportCounted(models.AbstractModel):
    """Records that a figure of an import may count: they are found by the name of the figure."""

    _name = 'bas.import.counted'
    _description = 'Counted by an Import'

    #: 'id of the import/section/column/key of the line', see ``_name_figure``; it has no value. Others than heads of sales, who
    #: import, are not offered it in the filters that they compose.
    bas_import_figure = fields.Char(
        "Figure of an Import", store=False, copy=False, search='_search_bas_import_figure', exportable=False,
        groups=HEAD_OF_SALES)

    def _search_bas_import_figure(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain.OR(self.env['bas.import']._get_figure_domain(self._name, str(name)) for name in value)


class BasImport(models.Model):
    _inherit = 'bas.import'

    def _name_figure(self, section, column, key):
        """:return: domain of the records that a figure counts, as short as the name of the figure"""
        return [('bas_import_figure', '=', f'{self.id}/{section}/{column}/{key}')]

    @api.model
    def _get_figure_domain(self, model, name):
        """:param str name: of a figure
        :return: domain of the records of the model that the figure counts; of none, if there is no such figure
        :raises AccessError: the user may not read the import"""
        id_, section, column, key = (*name.split('/', 3), '', '', '')[:4]
        session = self.browse(int(id_) if id_.isdecimal() and len(id_) < 10 else ()).exists()
        session.check_access('read')
        if section == 'records':
            table_id = int(key) if key.isdecimal() and len(key) < 10 else 0
            return Domain('id', 'in', SQL(
                "(SELECT res_id FROM bas_import_row WHERE import_id = %s AND table_id = %s AND res_model = %s)",
                session.id or 0, table_id, model))
        # Heads of sales who may read the import see what its figures count.
        return session._as_engine()._get_counted_domain(model, section, column, key) if session else Domain.FALSE


class BasImportRow(models.Model):
    _name = 'bas.import.row'
    _inherit = ['bas.import.row', 'bas.import.counted']


class ResPartner(models.Model):
    _name = 'res.partner'
    _inherit = ['res.partner', 'bas.import.counted']


class BasContract(models.Model):
    _name = 'bas.contract'
    _inherit = ['bas.contract', 'bas.import.counted']


class ResPartnerBank(models.Model):
    _name = 'res.partner.bank'
    _inherit = ['res.partner.bank', 'bas.import.counted']


class ProductCategory(models.Model):
    _name = 'product.category'
    _inherit = ['product.category', 'bas.import.counted']


class ProductTemplate(models.Model):
    _name = 'product.template'
    _inherit = ['product.template', 'bas.import.counted']


class ProductPricelistItem(models.Model):
    _name = 'product.pricelist.item'
    _inherit = ['product.pricelist.item', 'bas.import.counted']


class SaleOrder(models.Model):
    _name = 'sale.order'
    _inherit = ['sale.order', 'bas.import.counted']


class SaleOrderLine(models.Model):
    _name = 'sale.order.line'
    _inherit = ['sale.order.line', 'bas.import.counted']


class BasEvent(models.Model):
    _name = 'bas.event'
    _inherit = ['bas.event', 'bas.import.counted']


class BasWorkTask(models.Model):
    _name = 'bas.work.task'
    _inherit = ['bas.work.task', 'bas.import.counted']


class CrmLead(models.Model):
    _name = 'crm.lead'
    _inherit = ['crm.lead', 'bas.import.counted']


class BasSalesPlanLine(models.Model):
    _name = 'bas.sales.plan.line'
    _inherit = ['bas.sales.plan.line', 'bas.import.counted']


class BasSalesHistory(models.Model):
    _name = 'bas.sales.history'
    _inherit = ['bas.sales.history', 'bas.import.counted']


class AccountMoveLine(models.Model):
    _name = 'account.move.line'
    _inherit = ['account.move.line', 'bas.import.counted']
