from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestOwnForms(CrmCase):
    """A link to a document opens the same form as our list of these documents does."""

    def find_windows(self):
        """:return: dict: window of ours whose form is not the usual one of its model → that form"""
        windows = self.env['ir.actions.act_window'].search([])
        ours = windows.browse([
            id_ for id_, xmlid in windows.get_external_id().items() if xmlid.startswith('bas_crm.')])
        forms = {}
        for window in ours:
            form = window.view_ids.filtered(lambda view: view.view_mode == 'form').view_id
            model = self.env[window.res_model]
            if form and not model._transient and form.id != model.get_view(view_type='form')['id']:
                forms[window] = form
        return forms

    def test_links_open_our_forms(self):
        forms = self.find_windows()
        self.assertLessEqual({'crm.lead', 'bas.handover'}, {window.res_model for window in forms})
        for window, form in forms.items():
            defaults = {name[8:]: value for name, value in safe_eval(window.context, {'uid': self.env.uid}).items()
                        if name.startswith('default_')}
            document = self.env[window.res_model].new(defaults or {'type': 'lead'})
            self.assertEqual(document.get_formview_action()['views'], [(form.id, 'form')], window.name)

    def test_no_label_inside_a_button(self):
        """The web client leaves out the text of a label that stands in a button."""
        views = self.env['ir.ui.view'].search([('model', '!=', False), ('type', '=', 'form')])
        ours = views.browse([id_ for id_, xmlid in views.get_external_id().items() if xmlid.startswith('bas_crm.')])
        self.assertEqual([view.name for view in ours if etree.fromstring(view.arch_db).xpath('//button//label')], [])

    def test_a_lead_is_decided_by_buttons_there_too(self):
        lead = self.env['crm.lead'].create({'name': 'Столи', 'type': 'lead'})
        self.assertTrue(lead.get_formview_action()['context']['decide_by_buttons'])
        deal = self.env['crm.lead'].create({'name': 'Столи', 'type': 'opportunity'})
        self.assertEqual(deal.get_formview_action()['views'], [(False, 'form')], "a deal of core's pipeline keeps core's form")
