import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, mockService, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

const bar = (part, title, amount, kind, rest = {}) => ({ part, title, amount, kind, left: 0, width: 50, end: 50, is_cut: false, ...rest });

class Plan extends models.Model {
    _name = "bas.sales.plan";

    gap = fields.Json();

    _records = [{
        id: 1,
        gap: {
            bars: [bar("plan_amount", "Plan", "8 000,00", "total"), bar("volume", "Volume", "−4 000,00", "less", { left: 50 })],
            columns: [["plan", "Plan"], ["gap", "Gap"]],
            rows: [
                { title: "Table", cells: ["8 000,00", "−4 000,00"], product_id: 7, is_total: false },
                { title: "In all", cells: ["8 000,00", "−4 000,00"], product_id: false, is_total: true },
            ],
        },
    }];
}

defineMailModels();
defineModels([Plan]);
describe.current.tags("desktop");

async function mount() {
    onRpc("bas.sales.plan", "action_open_gap", ({ args, kwargs }) => {
        const { part, product_id } = kwargs;
        expect.step({ ids: args[0], part, product_id });
        return { type: "ir.actions.act_window", name: "Rows" };
    });
    mockService("action", { doAction: ({ name }) => expect.step(name) });
    await mountView({
        type: "form", resModel: "bas.sales.plan", resId: 1, arch: `<form><field name="gap" widget="bas_plan_gap" readonly="1"/></form>`,
    });
}

test("the bars and the table are drawn", async () => {
    await mount();
    expect(queryAllTexts(".o_bas_gap_title")).toEqual(["Plan", "Volume"]);
    expect(queryFirst("[data-part=volume] .o_bas_gap_block").style.left).toBe("50%");
    expect("[data-part=volume] .o_bas_gap_amount").toHaveClass("text-danger");
    expect(queryAllTexts(".o_bas_gap_row td")).toEqual(["Table", "8 000,00", "−4 000,00", "In all", "8 000,00", "−4 000,00"]);
});

test("a bar opens the rows of its part", async () => {
    await mount();
    await contains(".o_bas_gap_bar[data-part=volume]").click();
    expect.verifySteps([{ ids: [1], part: "volume", product_id: null }, "Rows"]);
});

test("a row opens those of its product; the total opens none", async () => {
    await mount();
    await contains(".o_bas_gap_row:first").click();
    expect.verifySteps([{ ids: [1], part: null, product_id: 7 }, "Rows"]);
    await contains(".o_bas_gap_row:last").click();
    expect.verifySteps([]);
});
