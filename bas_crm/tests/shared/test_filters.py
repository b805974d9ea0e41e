from itertools import combinations

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

#: flag fields → conditions on other fields that they imply
IMPLIED = {
    'is_overdue': [('category', '=', 'planned')],
    'is_today': [('category', '=', 'planned')],
    'is_main_plan': [('plan_id', '!=', False)],
    'is_unplanned': [('plan_id', '!=', False)],
}


@tagged('post_install', '-at_install')
class TestFilters(TransactionCase):
    """Filters on the same subject must be in one group: Odoo combines filters of a group by OR, but groups by AND."""

    def get_search_views(self):
        """:return: list of (our view, its filters visible to the superuser)"""
        data = self.env['ir.model.data'].search([('module', '=', 'bas_crm'), ('model', '=', 'ir.ui.view')])
        views = self.env['ir.ui.view'].browse(data.mapped('res_id')).filtered(lambda view: view.type == 'search')
        return [(view, self.read_filters(view)) for view in views]

    def read_filters(self, view):
        """:return: list of (name, number of the group, domain, field of a date filter)"""
        base = view
        while base.mode == 'extension':
            base = base.inherit_id
        arch = etree.fromstring(self.env[view.model].get_view(base.id, 'search')['arch'])
        filters, group = [], 0
        for node in arch.iter('filter', 'separator', 'group', 'searchpanel'):
            if node.tag != 'filter':
                group += 1
            elif 'group_by' not in (node.get('context') or ''):
                filters.append((node.get('name'), group, self.read_domain(node.get('domain')), node.get('date')))
        return filters

    def read_domain(self, text):
        """:return: the domain; empty if core computes it from the current day"""
        return safe_eval(text, {'uid': 1}) if text and 'context_today' not in text else []

    def get_fields(self, domain):
        return {leaf[0] for leaf in domain if not isinstance(leaf, str)}

    def get_conditions(self, domain):
        """:return: conditions that all found records meet; empty if there are alternatives"""
        leaves = [] if {'|', '!'} & {leaf for leaf in domain if isinstance(leaf, str)} else [
            tuple(leaf) for leaf in domain if not isinstance(leaf, str)]
        return leaves + [implied for field, operator, value in leaves if (operator, value) == ('=', True)
                         for implied in IMPLIED.get(field, ())]

    def exclude_each_other(self, one, other):
        """Tell whether no record fits both domains."""
        for field, operator, value in self.get_conditions(one):
            for other_field, other_operator, other_value in self.get_conditions(other):
                if field != other_field:
                    continue
                values = {'=': {value}, 'in': {*value} if operator == 'in' else ()}.get(operator)
                other_values = {'=': {other_value}, 'in': {*other_value} if other_operator == 'in' else ()}.get(other_operator)
                if values is not None and other_values is not None and not values & other_values:
                    return True
                if (values == {other_value} and other_operator == '!=') or (other_values == {value} and operator == '!='):
                    return True
        return False

    def test_filters_of_one_kind_stand_in_one_group(self):
        """Filters on the same fields, and filters that exclude each other on a field."""
        checked = 0
        for view, filters in self.get_search_views():
            for (name, group, domain, date), (other_name, other_group, other, other_date) in combinations(filters, 2):
                checked += 1
                if date or other_date:
                    if date and other_date:
                        self.assertNotEqual(group, other_group, f'{view.xml_id}: {name} and {other_name} are two kinds of dates')
                elif group != other_group and domain and self.get_fields(domain) == self.get_fields(other):
                    self.fail(f'{view.xml_id}: {name} and {other_name} look at the same fields, in two groups')
        self.assertGreater(checked, 200)

    def test_default_filters_of_menus_combine_with_all_others(self):
        checked = 0
        data = self.env['ir.model.data'].search([('module', '=', 'bas_crm'), ('model', '=', 'ir.actions.act_window')])
        for action in self.env['ir.actions.act_window'].browse(data.mapped('res_id')):
            context = safe_eval(action.context or '{}', {'uid': 1, 'active_id': 1, 'active_ids': [1]})
            names = {name.removeprefix('search_default_') for name in context if name.startswith('search_default_')}
            if not names:
                continue
            view = action.search_view_id or self.env['ir.ui.view'].browse(
                self.env['ir.ui.view'].default_view(action.res_model, 'search'))
            filters = self.read_filters(view)
            for default, group, domain, _date in filters:
                for name, other_group, other, _other_date in filters if default in names else ():
                    checked += 1
                    self.assertFalse(
                        group != other_group and self.exclude_each_other(domain, other),
                        f'{action.xml_id}: beside {default}, {name} finds nothing')
        self.assertGreater(checked, 50)
