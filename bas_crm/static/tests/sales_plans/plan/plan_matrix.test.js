import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { PlanCards } from "@bas_crm/sales_plans/plan/plan_cards";
import { PlanTable } from "@bas_crm/sales_plans/plan/plan_table";
import { contains, defineModels, fields, models, mountView, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

const row = (key, name, cells = {}) => ({ key, name, detail: "", uom_id: 1, uom: "pcs", prices: {}, cells });

/** Two products in two months: 10 tables for 900 in March, chairs not yet. */
const getMatrix = (rest = {}) => ({
    columns: [{ date: "2026-03-01", label: "March" }, { date: "2026-04-01", label: "April" }],
    rows: [row("7", "Table", { "2026-03-01": [10, 900, 9000] }), row("8", "Chair")],
    row_parts: ["Product"], granularity: "month", dimension: "product", by_variant: false, by_order: false, by_quantity: true,
    currency: "UAH", digits: 2, quantity_digits: 2, price_digits: 2, editable: true, ...rest,
});

class Plan extends models.Model {
    _name = "bas.sales.plan";

    matrix = fields.Json();
    company_id = fields.Many2one({ relation: "res.company" });

    _records = [{ id: 1, matrix: getMatrix(), company_id: 1 }];
}

class Template extends models.Model {
    _name = "product.template";

    name = fields.Char();
    sale_ok = fields.Boolean({ default: true });
    company_id = fields.Many2one({ relation: "res.company" });

    _records = [{ id: 9, name: "Curtain" }];
    _views = { list: `<list><field name="name"/></list>`, search: `<search/>` };
}

class Category extends models.Model {
    _name = "product.category";

    name = fields.Char();

    _records = [{ id: 4, name: "Textiles" }];
    _views = { list: `<list><field name="name"/></list>`, search: `<search/>` };
}

defineMailModels();
defineModels([Plan, Template, Category]);
describe.current.tags("desktop");

const CELL = (place, number = 0) => `.o_plan_grid td[data-row="${number}"][data-place="${place}"]`;
const texts = (number) => [0, 1, 2, 3].map((place) => queryFirst(CELL(place, number)).textContent.replace(/,/g, ""));

async function mount(matrix = getMatrix(), resId = 1) {
    Plan._records[0].matrix = matrix;
    await mountView({
        type: "form", resModel: "bas.sales.plan", resId, arch: `<form><field name="matrix" widget="bas_plan_matrix"/></form>`,
    });
}

async function type(place, text, key = "Enter", number = 0) {
    await contains(CELL(place, number)).click();
    await contains(".o_plan_grid").press("F2");
    await contains(".o_plan_input").edit(text, { confirm: false });
    await contains(".o_plan_input").press(key);
    await animationFrame();
}

test("the table is drawn; quantity and sum stand side by side where there are few columns", async () => {
    await mount();
    expect(queryAllTexts("thead tr:first-child th")).toEqual(["Product", "March", "April", "ΣQuantity", "ΣSum"]);
    expect(texts(0)).toEqual(["10", "9000", "", ""]);
    expect(queryAllTexts("tfoot .o_plan_total").map((text) => text.replace(/,/g, ""))).toEqual(["10", "9000"]);
});

test("a quantity makes a sum, and is saved with the form", async () => {
    onRpc("web_save", ({ args }) => {
        const { key, date, quantity, amount, was } = args[1].matrix.changes.cells[0];
        expect.step({ key, date, quantity, amount, was });
    });
    await mount();
    await type(0, "12");
    expect(texts(0)).toEqual(["12", "10800", "", ""]);
    await contains(".o_form_button_save").click();
    expect.verifySteps([{ key: "7", date: "2026-03-01", quantity: 12, amount: 10800, was: [10, 900, 9000] }]);
});

test("Escape leaves a cell, Delete empties it, Ctrl+Z brings it back", async () => {
    await mount();
    await type(0, "12", "Escape");
    expect(texts(0)[0]).toBe("10");
    await contains(".o_plan_grid").press("Delete");
    await animationFrame();
    expect(texts(0)[0]).toBe("");
    await contains(".o_plan_grid").focus();
    await press(["Control", "z"], { code: "KeyZ" });
    await animationFrame();
    expect(texts(0)[0]).toBe("10");
});

test("what is no number is told, and nothing changes", async () => {
    await mount();
    await type(0, "ten");
    expect(".o_notification").toHaveText("This is no number.");
    await contains(".o_plan_input").press("Escape");
    expect(texts(0)).toEqual(["10", "9000", "", ""]);
});

test("a double click opens a cell; leaving the table takes what is typed", async () => {
    await mount();
    await contains(CELL(0)).dblclick();
    expect(".o_plan_input").toHaveCount(1);
    await contains(".o_plan_input").edit("3", { confirm: false });
    queryFirst(".o_plan_input").blur();
    await animationFrame();
    expect(texts(0)[0]).toBe("3");
});

test("a block is selected with the mouse, copied and pasted", async () => {
    await mount();
    const copied = new DataTransfer();
    await contains(CELL(0)).click();
    await press(["Shift", "ArrowRight"]);
    await animationFrame();
    const send = (name, data) => queryFirst(".o_plan_grid").dispatchEvent(
        new ClipboardEvent(name, { clipboardData: data, bubbles: true, cancelable: true }));
    send("copy", copied);
    expect(copied.getData("text/plain").trim().split("\t").length).toBe(2);
    const pasted = new DataTransfer();
    pasted.setData("text/plain", "4\t3600\n");
    await contains(CELL(0, 1)).click();
    send("paste", pasted);
    await animationFrame();
    expect(texts(1)).toEqual(["4", "3600", "", ""]);
});

test("the mouse selects from one cell to another", async () => {
    await mount();
    queryFirst(CELL(0)).dispatchEvent(new MouseEvent("mousedown", { bubbles: true, button: 0 }));
    queryFirst(CELL(1, 1)).dispatchEvent(new MouseEvent("mouseover", { bubbles: true, buttons: 1 }));
    await animationFrame();
    queryFirst(CELL(1, 1)).dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
    expect(".o_plan_grid td.o_selected").toHaveCount(4);
});

test("another measure is entered", async () => {
    await mount();
    expect(".o_plan_modes .active").toHaveAttribute("data-mode", "both");
    await contains("[data-mode=price_unit]").click();
    expect(queryFirst(CELL(0)).textContent).toBe("900");
    await contains("[data-mode=quantity]").click();
    expect(queryFirst(CELL(0)).textContent).toBe("10");
    await contains("[data-mode=amount]").click();
    expect(queryFirst(CELL(0)).textContent.replace(",", "")).toBe("9000");
});

test("a row is removed", async () => {
    await mount();
    queryFirst(".o_plan_remove").click(); // seen where the mouse is, which no test has
    await animationFrame();
    expect(queryAllTexts("tbody .o_plan_name .text-truncate")).toEqual(["Chair"]);
});

test("rows are added from a list of products; one that is there is told", async () => {
    onRpc("bas.sales.plan", "get_rows", ({ args }) => {
        expect.step(args);
        return [row("9", "Curtain"), row("8", "Chair")];
    });
    await mount();
    await contains(".o_plan_add").click();
    await contains(".modal .o_data_row .o_data_cell").click();
    await animationFrame();
    if (document.querySelector(".modal .o_select_button:enabled")) {
        await contains(".modal .o_select_button").click();
    }
    await expect.waitForSteps([[[1], [9], []]]);
    await animationFrame();
    expect(queryAllTexts("tbody .o_plan_name .text-truncate")).toEqual(["Table", "Chair", "Curtain"]);
    expect(".o_notification").toHaveText("Rows that are in the plan already: 1");
});

test("a whole category is added", async () => {
    onRpc("bas.sales.plan", "get_rows_of_categories", ({ args }) => {
        expect.step(args);
        return [row("9", "Curtain")];
    });
    await mount();
    await contains(".o_plan_add_category").click();
    await contains(".modal .o_data_row .o_data_cell").click();
    await animationFrame();
    if (document.querySelector(".modal .o_select_button:enabled")) {
        await contains(".modal .o_select_button").click();
    }
    await expect.waitForSteps([[[1], [4]]]);
});

test("a plan by manager has a row without one", async () => {
    onRpc("bas.sales.plan", "get_rows", ({ args }) => {
        expect.step(args);
        return [row("0", "Without a manager")];
    });
    await mount(getMatrix({ dimension: "manager", rows: [] }));
    expect(".o_plan_add_category").toHaveCount(0);
    await contains(".o_plan_add_nobody").click();
    expect.verifySteps([[[1], [0]]]);
    expect(queryAllTexts("tbody .o_plan_name .text-truncate")).toEqual(["Without a manager"]);
});

test("a plan that is not saved yet is saved for its table", async () => {
    onRpc("web_save", () => expect.step("saved"));
    await mount(getMatrix(), false);
    expect(".o_plan_grid").toHaveCount(0);
    await contains(".o_plan_ready").click();
    expect.verifySteps(["saved"]);
});

test("an approved plan is read only", async () => {
    await mount(getMatrix({ editable: false }));
    expect(".o_plan_add, .o_plan_remove").toHaveCount(0);
    await contains(CELL(0)).click();
    await contains(".o_plan_grid").press("F2");
    expect(".o_plan_input").toHaveCount(0);
});

test("on a phone a row opens into fields, and is removed", async () => {
    const table = new PlanTable(getMatrix());
    await mountWithCleanup(PlanCards, {
        props: {
            table, revision: 0, measures: ["quantity", "amount"], totals: ["quantity", "amount"], editable: true,
            labels: { quantity: "Quantity", amount: "Sum", price_unit: "Price" },
            format: (_measure, value) => (value ? String(value) : ""),
            onEdit: (edits) => expect.step(edits.map(({ row: { key }, date, measure, value }) => [key, date, measure, value])),
            onRemove: ({ key }) => expect.step(key),
            onUndo: () => {},
        },
    });
    expect(".o_plan_field").toHaveCount(0);
    await contains(".o_plan_open:first").click();
    expect(".o_plan_open:first").toHaveAttribute("aria-expanded", "true");
    await contains("input.o_plan_field:first").edit("12", { confirm: "tab" });
    expect.verifySteps([[["7", "2026-03-01", "quantity", 12]]]);
    await contains("input.o_plan_field:first").edit("-1", { confirm: "tab" });
    expect.verifySteps([]);
    await contains(".o_plan_remove_card").click();
    expect.verifySteps(["7"]);
    await contains(".o_plan_open:first").click();
    expect(".o_plan_field").toHaveCount(0);
});
