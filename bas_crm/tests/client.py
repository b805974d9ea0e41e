"""What the web client asks of the server when a window is opened: read from its action and from its views.

It imports nothing of the tests, so that the benchmark (tools/bench) reads the same questions from the same place.
"""
import ast
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.fields import Domain
from odoo.tools.date_utils import end_of, start_of
from odoo.tools.safe_eval import safe_eval, wrap_module

SUBVIEWS = ('list', 'kanban', 'form')
TIME = wrap_module(__import__('time'), ['strftime', 'time'])
#: what is shown of a list, of a kanban and of a column of a board at once
PAGE, CARDS, COUNT_LIMIT = 80, 40, 10_001
#: of other fields a graph makes no groups
GROUPED_IN_GRAPHS = ('boolean', 'char', 'date', 'datetime', 'integer', 'many2one', 'many2many', 'selection')
PERIODS = {'month': relativedelta(months=1), 'quarter': relativedelta(months=3), 'year': relativedelta(years=1)}


class Call(NamedTuple):
    """One question to the server."""

    model: str
    method: str
    args: list
    kwargs: dict


class Search(NamedTuple):
    """What the search bar holds."""

    domain: list
    groupby: list


class Window:
    """A window that an action opens.

    :ivar model: the model, with the action's context
    :ivar dict trees: kind of view → its arch, without the search view
    """

    def __init__(self, env, action, **context):
        """:param dict action: an ``ir.actions.act_window`` as it is sent to the client"""
        self.action = action
        self.context = {**env.context, **evaluate(env, action.get('context'), env.context), **context}
        self.model = env[action['res_model']].with_context(**self.context)
        self.domain = list(evaluate(env, action.get('domain'), self.context) or [])
        views = action.get('views') or [(False, mode) for mode in action.get('view_mode', 'form').split(',')]
        search = action.get('search_view_id') or False
        search = search[0] if isinstance(search, (list, tuple)) else search
        description = self.model.get_views(
            [*((view, kind) for view, kind in views if kind != 'search'), (search, 'search')],
            {'toolbar': True, 'load_filters': True, 'action_id': action.get('id') or False})
        self.trees = {kind: etree.fromstring(view['arch']) for kind, view in description['views'].items()}
        self.search_tree = self.trees.pop('search')

    def get_search(self):
        """:return: :class:`Search` as the window opens: the action's domain and the filters that its context switches on"""
        found = read_search(self.model, self.search_tree)
        return Search(list(Domain(self.domain) & Domain(found.domain)), found.groupby)

    def get_calls(self, kind, groupby=()):
        """:param groupby: what the user groups by, in place of what the window opens with
        :return: [:class:`Call`] that fill the view of this kind
        """
        search = self.get_search()
        calls = globals()[f'_ask_{kind}'](self.model, self.trees[kind], search._replace(groupby=groupby or search.groupby))
        known = {key: value for key, value in self.context.items() if not key.startswith('search_default_')}
        return [call._replace(kwargs={**call.kwargs, 'context': {**known, **call.kwargs.get('context', {})}}) for call in calls]


def evaluate(env, text, context):
    """An expression of an action or a view, as the client evaluates it."""
    if not isinstance(text, str):
        return text or {}
    now = fields.Datetime.now()
    return safe_eval(text, {
        'uid': env.uid, 'time': TIME, 'context': context, 'active_id': context.get('active_id', False),
        'active_ids': context.get('active_ids', []), 'active_model': context.get('active_model', False),
        'allowed_company_ids': context['allowed_company_ids'], 'current_date': str(now.date()),
        'context_today': lambda: now.date()} | context) if text.strip() else {}


# ------------------------------------------------------------
# The search bar
# ------------------------------------------------------------

def read_search(model, tree):
    """:return: :class:`Search` of the filters that ``search_default_…`` of the context switches on: those that stand together
        are joined by OR, and by AND to those beyond a separator"""
    context = dict(model.env.context)
    groups, groupby, current = [], [], []
    for node in _iter_items(tree):
        chosen = context.get(f"search_default_{node.get('name')}") if node.get('name') else None
        if node.tag != 'filter' or node.get('date'):
            groups.append(current)
            current = []
        if not chosen:
            continue
        if node.tag == 'field':
            groups.append([_get_field_domain(model, node, chosen)])
        elif node.get('date'):
            groups.append([_get_date_domain(model, node, chosen)])
        elif by := evaluate(model.env, node.get('context'), context).get('group_by'):
            groupby.append((int(chosen), by))
        elif node.get('domain'):
            current.append(Domain(evaluate(model.env, node.get('domain'), context)))
    groups.append(current)
    domain = Domain.AND([Domain.OR(group) for group in groups if group])
    return Search(list(domain), [get_interval(model, by) for _order, by in sorted(groupby)])


def _iter_items(tree):
    for node in tree.iterchildren(tag=etree.Element):
        if node.tag == 'group':
            yield from _iter_items(node)
        elif node.tag != 'searchpanel':
            yield node


def _get_field_domain(model, node, value):
    if node.get('filter_domain'):
        return Domain(evaluate(model.env, node.get('filter_domain'), {**model.env.context, 'self': value}))
    is_text = model._fields[node.get('name')].type in ('char', 'text', 'html')
    return Domain(node.get('name'), node.get('operator') or ('ilike' if is_text else '='), value)


def _get_date_domain(model, node, chosen):
    """The periods of a filter by date: «month», «year», and those before them, «month-1»."""
    names = chosen if isinstance(chosen, str) else node.get('default_period') or 'month'
    periods = []
    for name in names.split(','):
        kind, _minus, number = name.partition('-')
        first = start_of(fields.Date.context_today(model) - PERIODS[kind] * int(number or 0), kind)
        stop = end_of(first, kind) + timedelta(days=1)
        periods.append(Domain(node.get('date'), '>=', str(first)) & Domain(node.get('date'), '<', str(stop)))
    return Domain.OR(periods)


# ------------------------------------------------------------
# What a view reads
# ------------------------------------------------------------

def get_spec(model, node):
    """:return: dict: what the client reads for a view: its fields, and those of the views inside it"""
    spec = {}
    for field in iter_fields(node):
        name = field.get('name')
        definition = model._fields[name]
        if definition.type in ('one2many', 'many2many'):
            inner = {'display_name': {}} if not len(field) else {}
            for child in field.iterchildren(*SUBVIEWS):
                inner.update(get_spec(model.env[definition.comodel_name], child))
            spec[name] = {'fields': {**spec.get(name, {}).get('fields', {}), **inner}, 'limit': 40, 'order': ''}
        elif definition.type == 'many2one':
            spec[name] = {'fields': {'display_name': {}}}
        else:
            spec[name] = {}
    return spec


def iter_fields(node):
    """The fields of a view, without those of the views inside it."""
    for child in node.iterchildren(tag=etree.Element):
        if child.tag == 'field':
            yield child
        elif child.tag not in ('groupby',):
            yield from iter_fields(child)


def get_sums(model, node, measures=False):
    names = [field.get('name') for field in iter_fields(node)
             if (field.get('type') == 'measure' if measures else field.get('sum'))]
    return [f"{name}:{model._fields[name].aggregator}" for name in names
            if model._fields[name].aggregator and (model._fields[name].store or not measures or model._fields[name].aggregator)]


def get_grouping(model, node):
    interval = node.get('interval')
    return f"{node.get('name')}:{interval}" if interval else get_interval(model, node.get('name'))


def get_interval(model, spec):
    field = model._fields[spec.split(':')[0].split('.')[0]]
    return f'{spec}:month' if field.type in ('date', 'datetime') and ':' not in spec else spec


def read_colors(bar):
    return ast.literal_eval(bar.get('colors'))


def get_progress(model, tree, domain, group):
    """:return: [:class:`Call`] for the coloured bars above the columns of a board"""
    return [Call(model._name, 'read_progress_bar', [], {
        'domain': domain, 'group_by': group, 'progress_bar': {'field': bar.get('field'), 'colors': read_colors(bar)}})
        for bar in tree.iterchildren('progressbar')]


def _ask_records(model, tree, search, limit):
    spec, order = get_spec(model, tree), tree.get('default_order') or ''
    if not search.groupby:
        return [Call(model._name, 'web_search_read', [], {
            'domain': search.domain, 'specification': spec, 'offset': 0, 'order': order, 'limit': limit,
            'count_limit': COUNT_LIMIT, 'context': {'bin_size': True}})]
    is_board = tree.tag == 'kanban'
    return [
        *(get_progress(model, tree, search.domain, search.groupby[0]) if is_board else ()),
        Call(model._name, 'web_read_group', [search.domain, search.groupby[:1] if is_board else search.groupby,
                                             get_sums(model, tree)], {
            'offset': 0, 'order': order, 'auto_unfold': is_board or tree.get('expand') in ('1', 'true', 'True'),
            'opening_info': [], 'unfold_read_specification': spec, 'unfold_read_default_limit': limit,
            'groupby_read_specification': {}, 'limit': None if is_board else limit,
            'context': {'read_group_expand': True}})]


def _ask_list(model, tree, search):
    group = tree.get('default_group_by')
    return _ask_records(model, tree, search if search.groupby or not group else search._replace(groupby=group.split(',')), PAGE)


def _ask_kanban(model, tree, search):
    group = tree.get('default_group_by')
    return _ask_records(model, tree, search if search.groupby or not group else search._replace(groupby=[group]), CARDS)


def _ask_pivot(model, tree, search):
    nodes = [node for node in tree.iterchildren('field') if node.get('type') in ('row', 'col') and node.get('name')]
    rows, columns = ([get_grouping(model, node) for node in nodes if node.get('type') == kind] for kind in ('row', 'col'))
    rows = search.groupby or rows
    sets = [[*rows[:row], *columns[:column]] for row in range(len(rows) + 1) for column in range(len(columns) + 1)]
    return [Call(model._name, 'formatted_read_grouping_sets', [
        search.domain, sets, add_currencies(model, get_sums(model, tree, measures=True)) or ['__count']], {})]


def _ask_graph(model, tree, search):
    """Hidden fields are neither groupings nor measures; of several measures the last one is shown."""
    shown = [node for node in tree.iterchildren('field') if node.get('invisible') not in ('1', 'True')]
    groups = [get_grouping(model, node) for node in shown
              if node.get('type') != 'measure' and model._fields[node.get('name')].type in GROUPED_IN_GRAPHS]
    measures = add_currencies(model, get_sums(model, tree, measures=True)[-1:])
    return [Call(model._name, 'formatted_read_group', [search.domain, search.groupby or groups, ['__count', *measures]], {
        'context': {'fill_temporal': True}})]


def add_currencies(model, sums):
    """:return: the sums as the client asks: with each of money its currencies, and the sum in one of them"""
    asked = []
    for spec in sums:
        field = model._fields[spec.split(':')[0]]
        asked.append(spec)
        if field.type == 'monetary' and spec.endswith(':sum'):
            currency = field.get_currency_field(model)
            if model._fields[currency].store or model._auto is False:
                asked += [f'{currency}:array_agg_distinct', f'{field.name}:sum_currency']
    return list(dict.fromkeys(asked))


def _ask_calendar(model, tree, search):
    """A week around today."""
    names = {tree.get(name) for name in ('date_start', 'date_stop', 'date_delay', 'all_day', 'color')} - {None}
    names |= {field.get('name') for field in iter_fields(tree)} | {'display_name'}
    first = start_of(fields.Datetime.now(), 'week')
    last = first + timedelta(weeks=1)
    start, stop = tree.get('date_start'), tree.get('date_stop') or tree.get('date_start')
    domain = Domain(search.domain) & Domain(start, '<=', str(last)) & Domain(stop, '>=', str(first))
    beside = {'bas_board': _ask_board, 'attendee_calendar': _ask_attendees}.get(tree.get('js_class'), lambda *_args: [])
    return [*beside(model, tree, first, list(domain)), Call(model._name, 'search_read', [list(domain), sorted(names)], {})]


def _ask_board(model, _tree, first, _domain):
    calendars = model.env['bas.employee.calendar'].get_board_calendars()
    ids = [calendar['id'] for calendar in calendars]
    return [Call('bas.employee.calendar', 'get_board_calendars', [], {}),
            Call('bas.employee.calendar', 'get_working_hours',
                 [ids, str(first.date()), str((first + timedelta(days=6)).date())], {})]


def _ask_attendees(model, tree, first, domain):
    """What core's own calendar asks beside its records: the people ticked, their answers, their hours and the days off."""
    people, week = model.env.user.partner_id.ids, [str(first.date()), str((first + timedelta(days=6)).date())]
    return [
        Call('calendar.filters', 'search_read', [[('user_id', '=', model.env.uid)], ['partner_id', 'partner_checked']], {}),
        Call('res.partner', 'get_attendee_detail', [people, model.search(domain).ids], {}),
        *([Call('res.partner', 'get_working_hours_for_all_attendees', [people, *week, False], {})]
          if hasattr(model.env['res.partner'], 'get_working_hours_for_all_attendees') else ()),
        *([Call(model._name, 'get_unusual_days', [f'{day} 00:00:00' for day in week], {})]
          if tree.get('show_unusual_days') else ())]


def _ask_activity(model, tree, search):
    return [Call('mail.activity', 'get_activity_data', [model._name, search.domain, 100, 0, True], {}),
            Call(model._name, 'web_search_read', [], {
                'domain': [*search.domain, ('activity_ids', '!=', False)], 'specification': get_spec(model, tree), 'limit': 100})]


def _ask_form(model, tree, search):
    """A new record."""
    return [Call(model._name, 'onchange', [[], {}, [], get_spec(model, tree)], {})]


def _ask_bas_funnel(model, tree, search):
    return [Call(model._name, 'get_funnel', [search.domain, search.groupby], {}), _ask_managers(model)]


def _ask_bas_managers(model, tree, search):
    return [Call(model._name, 'get_figures', [model.env.context.get('bas_manager_indicator'), search.domain], {}),
            _ask_managers(model)]


def _ask_managers(model):
    """The managers of whom two may be compared, chosen above the figures."""
    return Call(model._name, 'get_managers', [], {})
