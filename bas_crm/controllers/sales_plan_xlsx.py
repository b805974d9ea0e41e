from odoo import http
from odoo.http import request

from ..tools.workbook import get_workbook_headers
from .asked import LARGEST_ID


class SalesPlanXlsx(http.Controller):

    @http.route('/bas_crm/sales_plan/<int:plan_id>/xlsx', type='http', auth='user', readonly=True)
    def export(self, plan_id):
        """The table of a plan as a file, for users who may read the plan."""
        plan = request.env['bas.sales.plan'].browse(min(plan_id, LARGEST_ID)).exists()
        if not plan or not plan.has_access('read'):
            raise request.not_found()
        return request.make_response(plan._get_xlsx(), get_workbook_headers(plan.display_name.replace('/', '-')))
