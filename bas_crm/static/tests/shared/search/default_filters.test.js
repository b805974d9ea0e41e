import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineActions, defineModels, fields, getFacetTexts, getService, models, mountWithCleanup, toggleMenuItem, toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

class Task extends models.Model {
    _name = "bas.work.task";

    name = fields.Char();
    category = fields.Char();

    _records = [{ id: 1, name: "Planned one", category: "planned" }, { id: 2, name: "Done one", category: "done" }];
    _views = {
        list: `<list><field name="name"/></list>`,
        search: `
            <search>
                <filter name="mine" string="Mine" domain="[('id', '!=', 0)]"/>
                <separator/>
                <filter name="planned" string="Planned" domain="[('category', '=', 'planned')]"/>
                <filter name="done" string="Done" domain="[('category', '=', 'done')]"/>
                <filter name="cancelled" string="Cancelled" domain="[('category', '=', 'cancelled')]"/>
            </search>`,
    };
}

defineMailModels();
defineModels([Task]);
describe.current.tags("desktop");

const action = {
    name: "Tasks", res_model: "bas.work.task", views: [[false, "list"]],
    context: { search_default_mine: 1, search_default_planned: 1 },
};
defineActions([
    { ...action, id: 1, xml_id: "bas_crm.bas_work_task_action" },
    { ...action, id: 2, xml_id: "other.action" },
]);

async function open(id) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction(id);
    await toggleSearchBarMenu();
}

async function choose(title) {
    await toggleMenuItem(title);
    await animationFrame();
}

test("a default filter is replaced by another one of its group", async () => {
    await open(1);
    expect(getFacetTexts()).toEqual(["Mine", "Planned"]);
    await choose("Done");
    expect(getFacetTexts()).toEqual(["Mine", "Done"]);
    expect(".o_data_row").toHaveText("Done one");
    await choose("Cancelled");
    expect(getFacetTexts()).toEqual(["Mine", "Done\nor\nCancelled"]);
    await choose("Planned");
    expect(getFacetTexts()).toEqual(["Mine", "Done\nor\nCancelled\nor\nPlanned"]);
    await choose("Planned");
    expect(getFacetTexts()).toEqual(["Mine", "Done\nor\nCancelled"]);
});

test("menus of other applications do not change", async () => {
    await open(2);
    await choose("Done");
    expect(getFacetTexts()).toEqual(["Mine", "Planned\nor\nDone"]);
});
