import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { defineModels, fields, models, mountView, patchWithCleanup } from "@web/../tests/web_test_helpers";

class Order extends models.Model {
    _name = "order";

    share = fields.Float();
    paid = fields.Float();

    _records = [{ id: 1, share: 0.1, paid: 45 }];
    _views = {
        list: `<list><field name="share" widget="percentage"/><field name="paid" widget="percentpie"/></list>`,
        form: `<form edit="0"><field name="share" widget="percentage"/><field name="paid" widget="percentpie"/></form>`,
    };
}

defineMailModels();
defineModels([Order]);
describe.current.tags("desktop");

describe("in Ukrainian", () => {
    beforeEach(() => {
        patchWithCleanup(user, {
            get lang() {
                return "uk-UA";
            },
        });
    });

    test("a space precedes the percent sign", async () => {
        await mountView({ type: "list", resModel: "order" });
        const format = registry.category("formatters").get("percentage");
        expect(format(0.125, { digits: [16, 1] })).toMatch(/^12[.,]5\u00a0%$/);
        expect(format(0.1, { noSymbol: true })).toBe("10");
        expect(".o_field_percentage").toHaveText("10\u00a0%", { raw: true });
        expect(".o_pie_value").toHaveText("45\u00a0%", { raw: true });
        await mountView({ type: "form", resModel: "order", resId: 1 });
        expect(".o_form_view .o_field_percentage").toHaveText("10\u00a0%", { raw: true });
    });
});

test("no space in English", async () => {
    await mountView({ type: "list", resModel: "order" });
    expect(registry.category("formatters").get("percentage")(0.1)).toBe("10%");
    expect(".o_field_percentage").toHaveText("10%");
    expect(".o_pie_value").toHaveText("45%");
});
