"""Walks through the screens of the demo firm and reads them: ``python -m lint.walk ADDRESS [part of a menu's name …]``.

Runs in the virtual environment for tests.
"""
import sys

from playwright.sync_api import TimeoutError as Patience
from testing.browser import DESK, HEAD, MANAGER, PATIENCE, log_in, open_browser

from . import foreign, words

#: what a person reads: texts, hints in fields and on buttons, what is in a field
READ = r"""() => {
    const texts = new Set();
    const add = (text) => text && text.trim() && texts.add(text.replace(/\s+/g, " ").trim());
    const isSeen = (element) => element.checkVisibility({checkVisibilityCSS: true});
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest("script, style, noscript, svg") && isSeen(parent)) {
            add(walker.currentNode.data);
        }
    }
    for (const name of ["title", "placeholder", "aria-label", "alt", "data-tooltip"]) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
            isSeen(element) && add(element.getAttribute(name));
        }
    }
    for (const element of document.querySelectorAll("[data-tooltip-info]")) {
        const {field} = JSON.parse(element.dataset.tooltipInfo);
        add(field?.label);
        add(field?.help);
    }
    for (const input of document.querySelectorAll("input[type=text]:not(:placeholder-shown)")) {
        isSeen(input) && add(input.value);
    }
    return [...texts];
}"""
#: the menus of the add-on that this person has, as (id, name with those above it)
MENUS = """() => {
    const found = [];
    const visit = (menu, above) => {
        const name = [...above, menu.name];
        if (menu.actionID && !menu.childrenTree.length) {
            found.push([menu.id, name.slice(1).join(" › ")]);
        }
        menu.childrenTree.forEach((child) => visit(child, name));
    };
    const {menu} = odoo.__WOWL_DEBUG__.root.env.services;
    visit(menu.getMenuAsTree(menu.getApps().find((app) => app.xmlid === "bas_crm.root_menu").id), []);
    return found;
}"""
#: core's screens that ours open, as (action, name)
OPENED = [
    ('account.action_move_out_invoice_type', 'Видаткові накладні'),
    ('product.product_template_action', 'Номенклатура'),
    ('calendar.action_calendar_event', 'Календар (Odoo)'),
]
OPEN = """(target) => {
    const { menu, action } = odoo.__WOWL_DEBUG__.root.env.services;
    return typeof target === "number" ? menu.selectMenu(target) : action.doAction(target, { clearBreadcrumbs: true });
}"""
#: of a model: its prints as (name, address), and the texts of the fields that filters and exports offer
ABOUT = """async ([model, foreign]) => {
    const call = async (address, params) => {
        const headers = {"Content-Type": "application/json"};
        const body = JSON.stringify({jsonrpc: "2.0", params});
        return (await (await fetch(address, {method: "POST", headers, body})).json()).result;
    };
    const run = (method, args, kwargs) => call(`/web/dataset/call_kw/${model}/${method}`, {
        model, method, args, kwargs: {...kwargs, context: {lang: "uk_UA"}}});
    const {views} = await run("get_views", [[[false, "list"], [false, "form"]]], {options: {toolbar: true}});
    const prints = new Map(Object.values(views).flatMap((view) => view.toolbar?.print || []).map(({id, name}) => [id, name]));
    const reports = [];
    for (const [id, name] of prints) {
        const report = await call("/web/action/load", {action_id: id});
        report.report_name && reports.push([name, report.report_name]);
    }
    const attributes = ["string", "help", "selection", "type", "exportable", "searchable"];
    const fields = Object.entries(await run("fields_get", [], {attributes}));
    const isOffered = (field) => field.exportable !== false || (field.searchable && field.type !== "json");
    const texts = fields.filter(([, field]) => isOffered(field)).flatMap(
        ([name, {string, help, selection}]) => [
            string, help, ...((!foreign.includes(name) && selection) || []).map((option) => option[1])]);
    return [reports, texts.filter(Boolean)];
}"""
#: fields whose options are names of zones, of languages and of foreign standards
FOREIGN = ('tz', 'event_tz', 'lang', 'peppol_eas', 'invoice_edi_format')
#: model and id of the record whose form is open
OPEN_RECORD = """() => {
    const {action, currentState} = odoo.__WOWL_DEBUG__.root.env.services.action.currentController;
    return [action.res_model, currentState.resId];
}"""
PRINT = """async (address) => {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelectorAll("script, style, head").forEach((element) => element.remove());
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
        texts.push(walker.currentNode.data.replace(/\\s+/g, " ").trim());
    }
    return [answer.ok, texts.filter(Boolean)];
}"""
ROW = '.o_data_row td.o_data_cell:not(.o_list_button):not(.o_handle_cell):not(.o_boolean_favorite_cell)'
CARD = '.o_kanban_record:not(.o_kanban_ghost):not(.o_kanban_demo)'


class Walk:
    """Opens all menus as one user.

    :ivar dict found: text → whether something is wrong with it; it is told where it is seen first
    :ivar set models: of which names of fields and prints were read
    """

    def __init__(self, page, person, found, models):
        self.page, self.person, self.found, self.models = page, person, found, models
        self.menu = ''

    def go(self, chosen):
        for target, menu in [*self.page.evaluate(MENUS), *OPENED]:
            if not chosen or any(part in menu for part in chosen):
                self.menu = menu
                self.visit(target)
                print(f'  {self.person}: {menu}', file=sys.stderr, flush=True)

    def visit(self, target):
        self.open(target)
        self.read('the first view')
        self.look_into('.o_searchview_dropdown_toggler', 'the search')
        self.look_into('.o_pivot_buttons .dropdown-toggle, .o_graph_renderer .dropdown-toggle, '
                       '.o_control_panel button.dropdown-toggle:has-text("Показники")', 'the measures')
        self.look_into('.o_optional_columns_dropdown_toggle', 'the columns')
        kinds = self.page.eval_on_selector_all(
            '.o_switch_view', 'buttons => buttons.map(button => [...button.classList].find(name => /^o_(?!switch)/.test(name)))')
        self.tick_row()
        is_form_read = self.visit_form()
        for kind in kinds:
            self.open(target)
            if self.click(f'.o_switch_view.{kind}:not(.active)'):
                self.read(kind.removeprefix('o_'))
                self.tick_row()
                is_form_read = is_form_read or self.visit_form()

    def tick_row(self):
        if not self.page.query_selector(ROW):
            self.click('.o_list_view .o_group_header')
        if self.click('.o_data_row .o_list_record_selector input'):
            self.look_into('.o_cp_action_menus .dropdown-toggle', 'what is done with ticked rows')
            self.click('.o_data_row .o_list_record_selector input')

    def visit_form(self):
        """Open the first record with its pages and menu, then a new one.

        :return: whether a form came
        """
        self.click(ROW) or self.click(CARD)
        if not self.page.query_selector('.o_form_view'):
            return False
        self.read_form('form')
        self.look_into('.o_cp_action_menus .dropdown-toggle', 'the menu of the form')
        self.read_about()
        if self.click('.o_form_button_create'):
            self.read_form('a new record')
            self.click('.o_form_button_cancel')
        return True

    def read_form(self, title):
        self.read(title)
        tabs = self.page.query_selector_all('.o_form_view .o_notebook_headers .nav-link:not(.active)')
        for number in range(len(tabs) + 1):
            if self.click('.o_form_view .o_notebook_headers .nav-link', number):
                self.read(title)

    def read_about(self):
        """Names and hints of the model's fields, as filters and exports offer them, and its prints."""
        model, record = self.page.evaluate(OPEN_RECORD)
        if not model or model in self.models:
            return
        self.models.add(model)
        reports, texts = self.page.evaluate(ABOUT, [model, FOREIGN])
        self.judge(texts, f'fields of {model}')
        for name, address in reports:
            is_well, texts = self.page.evaluate(PRINT, f'/report/html/{address}/{record}')
            if is_well:  # an act of services, say, refuses a sale of goods
                self.judge(texts, f'print «{name}»')

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def open(self, target):
        self.page.evaluate(OPEN, target)
        self.page.wait_for_selector('.o_action_manager .o_action', timeout=PATIENCE)
        self.settle()

    def click(self, selector, number=0):
        """:return: whether there was something to click"""
        target = self.page.locator(f'{selector}:visible').nth(number)
        if not target.count():
            return False
        try:
            target.click(timeout=2000)
        except Patience:
            return False
        self.settle()
        return True

    def look_into(self, selector, title):
        """Open a menu, read it and close it again."""
        if self.click(selector):
            self.read(title)
            self.page.keyboard.press('Escape')
            self.settle()

    def settle(self):
        """Wait until nothing is loading and the texts stay the same."""
        before = None
        for _attempt in range(60):
            self.page.wait_for_timeout(100)
            now = self.page.evaluate("() => !document.querySelector('.o_loading_indicator') && document.body.innerText")
            if now and now == before:
                return
            before = now

    def read(self, title):
        self.judge(self.page.evaluate(READ), title)

    def judge(self, texts, title):
        for text in texts:
            if text not in self.found:
                # Of Odoo's own texts, the names of things are ours; their dashes and apostrophes are its own.
                faults = foreign.find(text) or [fault for fault in words.faults(text, 'screen') if fault.startswith('«')]
                self.found[text] = bool(faults)
                if faults:
                    print(f"{self.person}: {self.menu}: {title}: {'; '.join(faults)}: «{text[:160]}»", flush=True)


def main(address, *chosen):
    found, models = {}, set()
    with open_browser() as browser:
        for person in (HEAD, MANAGER):
            page = log_in(browser, address, person, DESK)
            Walk(page, person[0].partition('@')[0], found, models).go(chosen)
            page.context.close()
    return int(any(found.values()))


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
