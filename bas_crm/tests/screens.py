"""The requests of the web client when a user opens all screens, derived from menus and views."""
from collections import defaultdict
from contextlib import contextmanager
from itertools import takewhile

from lxml import etree

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools.safe_eval import safe_eval

from . import client

INDICATORS = ('revenue', 'orders', 'debt', 'events', 'leads')
#: what a person types into the fields of the search bar
TYPED = 'Сві'
#: what has no own reading of the server
SILENT_TYPES = ('ir.actions.act_window_close', 'ir.actions.client', 'ir.actions.act_url')


class _Undo(Exception):
    """Raised to roll back the changes of a pressed button."""


class Screens:
    """Opens screens as one user and collects errors.

    :ivar list errors: (place, error) of what a user cannot do although the screen offers it
    :ivar set seen: (model, view type) that were opened
    """

    def __init__(self, env, user, examples=None):
        """:param examples: dict: model → record that forms are opened on, besides what the actions find"""
        self.user, self.examples = user, examples or {}
        companies = user.company_ids.ids
        self.env = env(user=user, su=False, context={
            'lang': 'en_US', 'tz': 'Europe/Kyiv', 'uid': user.id, 'allowed_company_ids': companies})
        self.errors, self.seen, self.pressed, self.done = [], set(), set(), set()

    # ------------------------------------------------------------
    # Menus and actions
    # ------------------------------------------------------------

    def get_menus(self, root):
        """:return: ``ir.ui.menu`` below ``root`` that the user is given, and that open something; also those whose way from
            the root is closed, since a search for menus finds them, too"""
        menus = self.env['ir.ui.menu']
        visible = menus.browse(menus._visible_menu_ids()).sudo()
        if root not in visible:
            return menus
        return visible.filtered(lambda menu: menu.action and menu.parent_path.startswith(f'{root.id}/'))

    def open_menu(self, menu):
        self.open_action(menu.action, f"menu {menu.complete_name}")

    def open_action(self, action, place, depth=0):
        kind = action._name
        if kind == 'ir.actions.act_window':
            self.open_window(action._get_action_dict(), place, depth)
        elif kind == 'ir.actions.server':
            with self.attempt(place, keep=True):
                self.follow(action.with_env(self.env).run(), place, depth)
        elif kind == 'ir.actions.report':
            self.errors.append((place, "a menu that prints"))

    def follow(self, result, place, depth):
        """Open the action that a button returns."""
        if not isinstance(result, dict) or result.get('type') in SILENT_TYPES or not result.get('type'):
            return
        if result['type'] == 'ir.actions.act_window':
            self.open_window(result, place, depth)
        elif result['type'] == 'ir.actions.report':
            self.print(result, place)

    def print(self, result, place):
        report = self.env['ir.actions.report']._get_report_from_name(result['report_name'])
        ids = (result.get('context') or {}).get('active_ids') or (result.get('data') or {}).get('ids')
        if not ids or ('print', report) in self.done:
            return
        self.done.add(('print', report))
        with self.attempt(f"{place}: print {report.report_name}"):
            self.env['ir.actions.report']._render_qweb_html(report.report_name, ids, data=result.get('data'))

    @contextmanager
    def attempt(self, place, keep=False):
        """Roll back the changes made inside, and collect errors: missing rights, missing records, failures."""
        cr, failure = self.env.cr, None
        try:
            with cr.savepoint():
                yield
                if not keep:
                    self.env.flush_all()
                    raise _Undo
        except (AccessError, MissingError) as error:
            failure = error
        except (_Undo, UserError):
            failure = None  # done and undone, or refused in words
        except Exception as error:  # whatever it is, it is reported with its place
            failure = error
        if not keep or failure:
            self.env.invalidate_all(flush=False)
        if failure:
            self.errors.append((place, f"{type(failure).__name__}: {' '.join(str(failure).split())[:300]}"))

    # ------------------------------------------------------------
    # Windows
    # ------------------------------------------------------------

    def evaluate(self, text, context):
        return client.evaluate(self.env, text, context)

    def open_window(self, action, place, depth):
        name = action['res_model']
        if name not in self.env:
            return
        views = action.get('views') or [(False, mode) for mode in action.get('view_mode', 'form').split(',')]
        shown = tuple((view and int(view), kind) for view, kind in views)
        key = (name, shown, str(action.get('domain')), bool(action.get('res_id')))
        if key in self.done:
            return
        self.done.add(key)
        place = f"{place} > {name}"
        with self.attempt(place, keep=True):
            window = client.Window(self.env, action)
            self.open_views(window, action.get('res_id'), place, depth)

    def open_views(self, window, res_id, place, depth):
        model, trees, domain = window.model, window.trees, window.domain
        if not res_id and set(trees) - {'form'}:
            self.use_search(model, window.search_tree, trees, domain, place)
        for kind, tree in trees.items():
            self.seen.add((model._name, kind))
            with self.attempt(f"{place} [{kind}]"):
                getattr(self, f'open_{kind}')(model, tree, domain, f"{place} [{kind}]")
        if 'form' in trees:
            records = model.browse(res_id) if res_id else self.choose(model, domain, bool(set(trees) - {'form'}))
            for record in records:
                self.open_record(record, trees['form'], f"{place} [form]", depth)
        for kind in {'list', 'kanban'} & trees.keys():
            for record in self.choose(model, domain, True)[:1]:
                self.press_all(record, trees[kind], f"{place} [{kind}]", depth)

    def choose(self, model, domain, is_listed):
        """:return: a few records to open: one of each state"""
        if not is_listed:
            return model.browse()
        found = model.search(domain, limit=80)
        example = self.examples.get(model._name)
        example = model.browse(example.ids if example else []).exists()._filtered_access('read')
        found = (found - example) | example
        state = next((name for name in ('state', 'category', 'stage_id') if name in model._fields), None)
        if not state:
            return found[-2:]
        return model.concat(*(group[:1] for group in found.grouped(state).values()))[:5]

    # ------------------------------------------------------------
    # Views
    # ------------------------------------------------------------

    def use_search(self, model, tree, trees, domain, place):
        """Each filter, field and grouping of the search bar, each list of the side panel."""
        if ('search', model._name, etree.tostring(tree)) in self.done:
            return
        self.done.add(('search', model._name, etree.tostring(tree)))
        node = next((trees[kind] for kind in ('list', 'kanban', 'pivot', 'graph') if kind in trees), None)
        sums = client.get_sums(model, node) if node is not None else []
        for item in tree.iter('filter'):
            with self.attempt(f"{place} [filter {item.get('name')}]"):
                context = self.evaluate(item.get('context'), dict(model.env.context))
                if item.get('domain'):
                    chosen = self.evaluate(item.get('domain'), dict(model.env.context))
                    model.with_context(**context).search_count([*domain, *chosen])
                if item.get('date') and model._fields[item.get('date')].store:
                    model.search_count([*domain, (item.get('date'), '>=', '2026-01-01')])
                if context.get('group_by') and 'properties' not in str(context['group_by']):
                    groupby = context['group_by']
                    groupby = [client.get_interval(model, spec) for spec in ([groupby] if isinstance(groupby, str) else groupby)]
                    if trees.keys() & {'list', 'kanban'}:
                        model.web_read_group(
                            domain, groupby[:1], sums, auto_unfold=True, unfold_read_specification={'display_name': {}})
                    else:
                        model.formatted_read_group(domain, groupby, sums)
        for field in tree.iterchildren('field'):
            if not field.get('invisible') and model._fields[field.get('name')].type != 'properties':
                with self.attempt(f"{place} [search field {field.get('name')}]"):
                    model.search_count([*domain, *self.type_in(model, field)])
        for panel in tree.iter('searchpanel'):
            for field in panel.iterchildren('field'):
                method = 'multi_range' if field.get('select') == 'multi' else 'range'
                with self.attempt(f"{place} [panel {field.get('name')}]"):
                    getattr(model, f'search_panel_select_{method}')(field.get('name'), search_domain=domain, limit=200)

    def type_in(self, model, node):
        """:return: list: domain of the web client when a person types into a field of the search bar, or chooses what is found"""
        field = model._fields[node.get('name')]
        values = {'boolean': True, 'integer': 5, 'float': 5.0, 'monetary': 5.0, 'date': '2026-03-10', 'datetime': '2026-03-10'}
        typed = field.get_values(model.env)[0] if field.type == 'selection' else values.get(field.type, TYPED)
        if node.get('filter_domain'):
            return self.evaluate(node.get('filter_domain'), {**model.env.context, 'self': typed, 'raw_value': typed})
        if field.type == 'many2one':
            model.env[field.comodel_name].name_search(TYPED, limit=8)
        return [(field.name, node.get('operator') or ('ilike' if typed == TYPED else '='), typed)]

    def open_list(self, model, tree, domain, place):
        spec = client.get_spec(model, tree)
        order = tree.get('default_order')
        model.web_search_read(domain, spec, limit=80, order=order, count_limit=10001)
        if tree.get('default_group_by'):
            model.web_read_group(domain, tree.get('default_group_by').split(',')[:1], client.get_sums(model, tree),
                                 auto_unfold=True, unfold_read_specification=spec)
        if tree.get('create') not in ('0', 'false') and tree.get('editable') and model.has_access('create'):
            model.onchange({}, [], spec)

    def open_kanban(self, model, tree, domain, place):
        spec = client.get_spec(model, tree)
        group = tree.get('default_group_by')
        if not group:
            model.web_search_read(domain, spec, limit=40, order=tree.get('default_order'), count_limit=10001)
            return
        for bar in tree.iterchildren('progressbar'):
            model.read_progress_bar(domain, group, {'field': bar.get('field'), 'colors': client.read_colors(bar)})
        model.web_read_group(domain, [group], client.get_sums(model, tree), auto_unfold=True, unfold_read_specification=spec)

    def open_form(self, model, tree, domain, place):
        if model.has_access('create') and tree.get('create') not in ('0', 'false'):
            model.onchange({}, [], client.get_spec(model, tree))

    def open_pivot(self, model, tree, domain, place):
        rows = [client.get_grouping(model, node) for node in tree.iterchildren('field') if node.get('type') != 'measure']
        sums = client.get_sums(model, tree, measures=True)
        model.formatted_read_grouping_sets(domain, [rows[:number] for number in range(len(rows) + 1)], ['__count', *sums])

    def open_graph(self, model, tree, domain, place):
        rows = [client.get_grouping(model, node) for node in tree.iterchildren('field') if node.get('type') != 'measure']
        model.formatted_read_group(domain, rows, ['__count', *client.get_sums(model, tree, measures=True)])

    def open_calendar(self, model, tree, domain, place):
        names = {tree.get(name) for name in ('date_start', 'date_stop', 'date_delay', 'all_day', 'color')} - {None}
        names |= {field.get('name') for field in tree.iter('field')} | {'display_name'}
        model.search_read(domain, sorted(names))
        for field in tree.iter('field'):
            if field.get('write_model'):
                filters = self.env[field.get('write_model')]
                filters.search_read([('user_id', '=', self.user.id)], [field.get('write_field')])
        if tree.get('js_class') == 'bas_board':
            self.open_board()

    def open_board(self):
        calendars = self.env['bas.employee.calendar']
        shown = [calendar['id'] for calendar in calendars.get_board_calendars()]
        calendars.browse(shown).set_checked(True)
        calendars.browse(shown).get_working_hours('2026-03-02', '2026-03-08')
        events = self.env['calendar.event'].search([('employee_calendar_id', 'in', shown)])
        for category, records in events.grouped('bas_category').items():
            for event in records[:20]:
                with self.attempt(f"board: open a {category} record"):
                    self.follow(event.action_open_document(), "board: open", 2)
                for method in ('done', 'cancel') if event.can_finish else ():
                    with self.attempt(f"board: {method} {event.display_name}"):
                        getattr(event, f'action_document_{method}')()

    def open_activity(self, model, tree, domain, place):
        self.env['mail.activity'].get_activity_data(model._name, domain, 10, 0, False)
        model.web_search_read(domain, client.get_spec(model, tree), limit=20)

    def open_bas_funnel(self, model, tree, domain, place):
        for groupby in ([], ['user_id']):
            model.get_funnel(domain, groupby)
        model.with_context(bas_funnel_compare='year').get_funnel(domain, [])
        model.get_managers()

    def open_bas_managers(self, model, tree, domain, place):
        for indicator in INDICATORS:
            figures = model.with_context(bas_manager_compare='year').get_figures(indicator, domain)
            for column in figures['columns']:
                model.search_count([*domain, *column['domain']])

    # ------------------------------------------------------------
    # A record on its form, and its buttons
    # ------------------------------------------------------------

    def open_record(self, record, tree, place, depth):
        spec = client.get_spec(record, tree)
        values = None
        with self.attempt(f"{place} read", keep=True):
            values = record.web_read(spec)
        if values:
            names = {name: _to_plain(value) for name, value in values[0].items()}
            self.choose_in_fields(record, tree, names, place)
            if depth < 2:
                self.press_all(record, tree, place, depth, values[0])
            return values[0]
        return None

    def choose_in_fields(self, record, tree, names, place, parent=None):
        """Look for a record in each field of a form, and of the lines in it, that a person can fill in."""
        for node in client.iter_fields(tree):
            field = record._fields[node.get('name')]
            inside = takewhile(lambda one: one is not tree.getparent(), node.iterancestors())
            if field.type not in ('many2one', 'many2many', 'one2many') or node.get('readonly') in ('1', 'True') or any(
                    self.is_hidden(one, names, record, parent) for one in (node, *inside)):
                continue
            for lines in node.iterchildren('list', 'form') if parent is None else ():
                model = record.env[field.comodel_name]
                self.choose_in_fields(
                    model, lines, dict.fromkeys(model._fields, False), f"{place} {field.name}", parent=Parent(names))
            key = ('choose', str(field), node.get('domain'))
            if field.type == 'one2many' or field.readonly or key in self.done:
                continue
            self.done.add(key)
            with self.attempt(f"{place} choose in {field.name}"):
                domain = node.get('domain') or record.fields_get([field.name])[field.name].get('domain') or '[]'
                context = {**record.env.context, **self.evaluate(node.get('context'), self.get_values(record, names, parent))}
                chosen = self.evaluate(domain, self.get_values(record, names, parent))
                record.env[field.comodel_name].with_context(**context).name_search(TYPED, chosen, limit=8)

    def get_values(self, record, names, parent):
        """:return: dict: what an expression of a form can name; a field that the form does not read is empty"""
        return {**dict.fromkeys(record._fields, False), **record.env.context, **names, 'id': record.id, 'parent': parent or False}

    def press_all(self, record, tree, place, depth, values=None):
        if depth > 1:
            return
        if values is None:
            values = record.web_read(client.get_spec(record, tree))[0]
        names = {name: _to_plain(value) for name, value in values.items()}
        for button in _iter_buttons(tree):
            key = (record._name, button.get('name'), button.get('context'), str(names.get('state')))
            around = (button, *button.iterancestors())
            if key in self.pressed or any(self.is_hidden(node, names, record) for node in around):
                continue
            self.pressed.add(key)
            self.press(record, button, names, f"{place} button {button.get('name')} ({record.display_name})", depth)

    def is_hidden(self, node, names, record, parent=None):
        expression = node.get('invisible')
        if node.get('column_invisible') in ('1', 'True'):
            return True
        if not expression or expression in ('0', 'False'):
            return False
        if expression in ('1', 'True'):
            return True
        return bool(safe_eval(expression, {
            **defaultdict(bool, names), 'context': dict(record.env.context), 'uid': self.user.id, 'id': record.id,
            'parent': parent or False, 'active_id': record.id, 'allowed_company_ids': self.env.context['allowed_company_ids']}))

    def press(self, record, button, values, place, depth):
        base = {**record.env.context, 'active_id': record.id, 'active_ids': record.ids, 'active_model': record._name}
        with self.attempt(place):
            context = {**base, **self.evaluate(button.get('context'), {**values, **base})}
            if button.get('type') == 'object':
                result = getattr(record.with_context(**context), button.get('name'))()
                self.follow(result, place, depth + 1)
            elif button.get('type') == 'action':
                name = button.get('name')
                actions = self.env(su=True)['ir.actions.actions']
                action = actions.browse(int(name)) if name.isdigit() else actions.env.ref(name)
                action = self.env[action.type].sudo().browse(action.id)
                if action._name == 'ir.actions.report':
                    self.print({'report_name': action.report_name, 'context': {'active_ids': record.ids}}, place)
                else:
                    self.open_action(action.with_context(**context), place, depth + 1)


class Parent:
    """The document of a line, in expressions; a field that its form does not read is empty."""

    def __init__(self, names):
        self.__dict__.update(names)

    def __getattr__(self, name):
        return False


def _iter_buttons(node):
    """The buttons of a view, without those of the views inside it and those that only a condition of the template shows."""
    for child in node.iterchildren(tag=etree.Element):
        if child.tag in ('button', 'a') and child.get('type') in ('object', 'action') and not child.get('t-if'):
            yield child
        elif child.tag not in ('field', 'groupby'):
            yield from _iter_buttons(child)


def _to_plain(value):
    """A value as in expressions of views: ids for relations."""
    if isinstance(value, dict) and 'id' in value:
        return value['id']
    if isinstance(value, list):
        return [item['id'] if isinstance(item, dict) and 'id' in item else item for item in value]
    if isinstance(value, tuple) and len(value) == 2:
        return value[0]
    return value
