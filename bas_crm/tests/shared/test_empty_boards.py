from lxml import etree

from odoo.tests import new_test_user, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestEmptyBoards(CrmCase):
    """A screen without records explains its purpose and how to begin: in Ukrainian, without sample rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('uk_UA')
        cls.reader = new_test_user(
            cls.env, 'reader', groups='sales_team.group_sale_manager,base.group_system', lang='uk_UA')

    def iter_actions(self):
        menus = self.env['ir.ui.menu'].search([('id', 'child_of', self.env.ref('bas_crm.root_menu').id)])
        for menu in menus:
            if menu.action and menu.action._name == 'ir.actions.act_window' and menu.action.target != 'new':
                yield menu.complete_name, menu.action.with_user(self.reader).with_context(lang='uk_UA')

    def test_every_menu_has_a_help_text(self):
        silent = [name for name, action in self.iter_actions()
                  if action.res_model != 'res.config.settings'
                  and not any('а' <= letter <= 'я' for letter in etree.fromstring(
                      f'<div>{action.sudo().help or ""}</div>', etree.HTMLParser()).xpath('string()').lower())]
        self.assertFalse(silent)

    def test_no_sample_rows(self):
        found = []
        for name, action in self.iter_actions():
            views = action.sudo().views
            model = self.env[action.res_model].with_user(self.reader)
            for view_id, kind in views:
                arch = etree.fromstring(model.get_view(view_id, kind)['arch'])
                if kind in ('list', 'kanban') and arch.get('sample') not in (None, '0'):
                    found.append((name, kind, view_id))
        self.assertFalse(found)
