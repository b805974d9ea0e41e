import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { hasOverlap } from "@bas_crm/sales_plans/plan/plan_overlap";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Plan extends models.Model {
    _name = "bas.sales.plan";

    name = fields.Char();

    _records = [{ id: 1, name: "March" }, { id: 2, name: "Quarter" }, { id: 3, name: "April" }];
}

class Line extends models.Model {
    _name = "bas.sales.plan.line";

    plan_id = fields.Many2one({ relation: "bas.sales.plan" });
    amount = fields.Float();
    number = fields.Integer({ aggregator: "sum" });

    _records = [
        { id: 1, plan_id: 1, amount: 10, number: 1 }, { id: 2, plan_id: 2, amount: 20, number: 2 }, { id: 3, plan_id: 3, amount: 5, number: 3 },
    ];
    _views = { list: `<list js_class="bas_plan_list"><field name="plan_id"/><field name="amount" sum="Total"/><field name="number" sum="Total"/></list>` };
}

defineMailModels();
defineModels([Plan, Line]);
describe.current.tags("desktop");

const overlap = { plans: { 1: [2], 2: [1, 3], 3: [2] }, message: "March and Quarter are not added up" };
const mount = (answer, params = {}) => {
    onRpc("get_overlap", () => answer);
    return mountView({ type: "list", resModel: "bas.sales.plan.line", ...params });
};

test("two of them overlap", () => {
    expect(hasOverlap(overlap.plans, [1, 3])).toBe(false);
    expect(hasOverlap(overlap.plans, [1, 2])).toBe(true);
    expect(hasOverlap(overlap.plans, [undefined, 1])).toBe(false);
    expect(hasOverlap({}, [1, 2])).toBe(false);
});

test("plans that do not overlap have a total and no message", async () => {
    await mount(false);
    expect(".o_bas_plan_overlap").toHaveCount(0);
    expect("tfoot [data-tooltip=Total]").toHaveCount(2);
});

test("the total of plans that overlap is empty, and the list says why", async () => {
    await mount(overlap);
    expect(".o_bas_plan_overlap").toHaveText("March and Quarter are not added up");
    expect("tfoot [data-tooltip=Total]").toHaveCount(1, { message: "a number of something else stays" });
    await contains(".o_data_row:eq(0) .o_list_record_selector input").click();
    expect("tfoot [data-tooltip=Total]:first").toHaveText("10.00", { message: "rows of one plan have a total" });
    await contains(".o_data_row:eq(2) .o_list_record_selector input").click();
    expect("tfoot [data-tooltip=Total]:first").toHaveText("15.00");
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    expect("tfoot [data-tooltip=Total]").toHaveCount(1);
});

test("a grouped list has no total, either", async () => {
    await mount(overlap, { groupBy: ["plan_id"] });
    expect(".o_group_header").toHaveCount(3);
    expect("tfoot [data-tooltip=Total]").toHaveCount(1);
});
