import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Task extends models.Model {
    _name = "bas.work.task";

    address = fields.Char();

    _records = [{ id: 1, address: "вул. Соборна, 12, Вінниця" }, { id: 2, address: false }];
}

defineMailModels();
defineModels([Task]);

const mount = (resId) => mountView({
    type: "form", resModel: "bas.work.task", resId, arch: `<form><field name="address" widget="bas_map_link"/></form>`,
});

test("an address opens on the map", async () => {
    await mount(1);
    expect(".o_bas_map_link").toHaveText("вул. Соборна, 12, Вінниця");
    expect(".o_bas_map_link").toHaveAttribute(
        "href", `https://maps.google.com/maps?q=${encodeURIComponent("вул. Соборна, 12, Вінниця")}`);
});

test("no address, no link", async () => {
    await mount(2);
    expect(".o_bas_map_link").toHaveCount(0);
});
