import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineActions, defineMenus, defineModels, fields, getService, models, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

class Document extends models.Model {
    _name = "trail.document";

    name = fields.Char();

    _records = [{ id: 1, name: "Order" }, { id: 2, name: "Another order" }];
    _views = {
        form: `<form><field name="name"/></form>`,
        "form,7": `<form><field name="name"/></form>`,
        "form,8": `<form><field name="name"/></form>`,
        list: `<list><field name="name"/></list>`,
        search: `<search/>`,
    };
}

class Customer extends models.Model {
    _name = "trail.customer";

    name = fields.Char();

    _records = [{ id: 1, name: "Customer" }];
    _views = { form: `<form><field name="name"/></form>`, search: `<search/>` };
}

defineMailModels();
defineModels([Document, Customer]);
defineActions([
    { id: 1, name: "Orders", res_model: "trail.document", views: [[false, "list"], [false, "form"]] },
]);
defineMenus([
    { id: 1, appID: 1, name: "BAS", xmlid: "bas_crm.root_menu", actionID: 1 },
    { id: 2, appID: 2, name: "Sales", xmlid: "sale.sale_menu_root", actionID: 1 },
]);
describe.current.tags("desktop");

const open = (resModel, resId, viewId = false) =>
    getService("action").doAction({ type: "ir.actions.act_window", res_model: resModel, res_id: resId, views: [[viewId, "form"]] });
const start = async (app = 1) => {
    await mountWithCleanup(WebClient);
    getService("menu").setCurrentMenu(app);
};
const settle = async () => {
    await animationFrame();
    await animationFrame();
};
const trail = () => getService("action").currentController.config.breadcrumbs.map(({ name }) => name);

test("the breadcrumbs contain a record only once", async () => {
    await start();
    await getService("action").doAction(1);
    await contains(".o_data_row:first .o_data_cell").click();
    await open("trail.customer", 1);
    expect(trail()).toEqual(["Orders", "Order", "Customer"]);
    await open("trail.document", 1);
    await settle();
    expect(trail()).toEqual(["Orders", "Order"]);
    expect(".o_field_widget[name=name] input").toHaveValue("Order");
    await open("trail.customer", 1);
    await settle();
    expect(trail()).toEqual(["Orders", "Order", "Customer"]);
});

test("other records, new records and other screens of the same record are added", async () => {
    await start();
    await open("trail.document", 1, 7);
    await open("trail.document", 2);
    await settle();
    await open("trail.document", false);
    await settle();
    await open("trail.document", false);
    await settle();
    expect(trail().slice(0, 2)).toEqual(["Order", "Another order"]);
    expect(trail()).toHaveLength(4);
    await open("trail.document", 1, 8);
    await settle();
    expect(trail()).toHaveLength(5);
});

test("a record opened from the list again returns to its first entry", async () => {
    await start();
    await open("trail.document", 2);
    await getService("action").doAction(1);
    await contains(".o_data_row:eq(1) .o_data_cell").click();
    await settle();
    expect(trail()).toEqual(["Another order"]);
});

test("other applications do not change", async () => {
    await start(2);
    await open("trail.document", 1);
    await open("trail.customer", 1);
    await open("trail.document", 1);
    await settle();
    expect(trail()).toEqual(["Order", "Customer", "Order"]);
});
