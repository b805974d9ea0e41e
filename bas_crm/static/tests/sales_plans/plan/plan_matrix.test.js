import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, onRpc } from "@web/../tests/web_test_helpers";
import { chooseFirst, getCell, getFigures, getMatrix, getNames, makeRow, mountPlan, PLAN_MODELS, pressKeys, writeInCell } from "./plan_models";

defineMailModels();
defineModels(PLAN_MODELS);
describe.current.tags("desktop");

test("the table is drawn; quantity and sum stand side by side where there are few columns", async () => {
    await mountPlan();
    expect(queryAllTexts("thead tr:first-child th")).toEqual(["Product", "March", "April", "ΣQuantity", "ΣSum"]);
    expect(getFigures(0)).toEqual(["10", "9000", "", ""]);
    expect(queryAllTexts("tfoot .o_plan_total").map((text) => text.replace(/,/g, ""))).toEqual(["10", "9000"]);
});

test("a quantity makes a sum, and is saved with the form", async () => {
    onRpc("web_save", ({ args }) => {
        const { key, date, quantity, amount, was } = args[1].matrix.changes.cells[0];
        expect.step({ key, date, quantity, amount, was });
    });
    await mountPlan();
    await writeInCell(0, "12");
    expect(getFigures(0)).toEqual(["12", "10800", "", ""]);
    await contains(".o_form_button_save").click();
    expect.verifySteps([{ key: "7", date: "2026-03-01", quantity: 12, amount: 10800, was: [10, 900, 9000] }]);
});

test("Escape leaves a cell, Delete empties it, Ctrl+Z brings it back", async () => {
    await mountPlan();
    await writeInCell(0, "12", "Escape");
    expect(getFigures(0)[0]).toBe("10");
    await contains(".o_plan_grid").press("Delete");
    await animationFrame();
    expect(getFigures(0)[0]).toBe("");
    await contains(".o_plan_grid").focus();
    await pressKeys(["Control", "z"]);
    expect(getFigures(0)[0]).toBe("10");
});

test("a double click opens a cell; leaving the table takes what is typed", async () => {
    await mountPlan();
    await contains(getCell(0)).dblclick();
    expect(".o_plan_input").toHaveCount(1);
    await contains(".o_plan_input").edit("3", { confirm: false });
    queryFirst(".o_plan_input").blur();
    await animationFrame();
    expect(getFigures(0)[0]).toBe("3");
});

test("the mouse selects from one cell to another", async () => {
    await mountPlan();
    queryFirst(getCell(0)).dispatchEvent(new MouseEvent("mousedown", { bubbles: true, button: 0 }));
    queryFirst(getCell(1, 1)).dispatchEvent(new MouseEvent("mouseover", { bubbles: true, buttons: 1 }));
    await animationFrame();
    queryFirst(getCell(1, 1)).dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
    expect(".o_plan_grid td.o_selected").toHaveCount(4);
});

test("another measure is entered", async () => {
    await mountPlan();
    expect(".o_plan_modes .active").toHaveAttribute("data-mode", "both");
    await contains("[data-mode=price_unit]").click();
    expect(queryFirst(getCell(0)).textContent).toBe("900");
    await contains("[data-mode=quantity]").click();
    expect(queryFirst(getCell(0)).textContent).toBe("10");
    await contains("[data-mode=amount]").click();
    expect(queryFirst(getCell(0)).textContent.replace(",", "")).toBe("9000");
});

test("a row is removed", async () => {
    await mountPlan();
    queryFirst(".o_plan_remove").click(); // seen where the mouse is, which no test has
    await animationFrame();
    expect(getNames()).toEqual(["Chair"]);
});

test("rows are added from a list of products; one that is there is told", async () => {
    onRpc("bas.sales.plan", "get_rows", ({ args }) => {
        expect.step(args);
        return [makeRow("9", "Curtain"), makeRow("8", "Chair")];
    });
    await mountPlan();
    await contains(".o_plan_add").click();
    await chooseFirst();
    await expect.waitForSteps([[[1], [9], []]]);
    await animationFrame();
    expect(getNames()).toEqual(["Table", "Chair", "Curtain"]);
    expect(".o_notification").toHaveText("Rows that are already in the plan: 1");
});

test("a whole category is added", async () => {
    onRpc("bas.sales.plan", "get_rows_of_categories", ({ args }) => {
        expect.step(args);
        return [makeRow("9", "Curtain")];
    });
    await mountPlan();
    await contains(".o_plan_add_category").click();
    await chooseFirst();
    await expect.waitForSteps([[[1], [4]]]);
});

test("a plan by manager has a row without one", async () => {
    onRpc("bas.sales.plan", "get_rows", ({ args }) => {
        expect.step(args);
        return [makeRow("0", "Without a manager")];
    });
    await mountPlan(getMatrix({ dimension: "manager", rows: [] }));
    expect(".o_plan_add_category").toHaveCount(0);
    await contains(".o_plan_add_nobody").click();
    expect.verifySteps([[[1], [0]]]);
    expect(getNames()).toEqual(["Without a manager"]);
});

test("a plan that is not saved yet is saved for its table", async () => {
    onRpc("web_save", () => expect.step("saved"));
    await mountPlan(getMatrix(), { resId: false });
    expect(".o_plan_grid").toHaveCount(0);
    await contains(".o_plan_ready").click();
    expect.verifySteps(["saved"]);
});

test("an approved plan is read only", async () => {
    await mountPlan(getMatrix({ editable: false }));
    expect(".o_plan_add, .o_plan_remove").toHaveCount(0);
    await contains(getCell(0)).click();
    await contains(".o_plan_grid").press("F2");
    expect(".o_plan_input").toHaveCount(0);
});

test("where rows are variants of categories, both are asked; closing a question adds nothing", async () => {
    onRpc("bas.sales.plan", "get_rows_of_variants", ({ args }) => {
        expect.step(args);
        return [makeRow("4-91", "Textiles")];
    });
    await mountPlan(getMatrix({ dimension: "category", by_variant: true, rows: [] }));
    await contains(".o_plan_add").click();
    expect(".modal .modal-title").toHaveText("Which categories?");
    await chooseFirst();
    expect(".modal .modal-title").toHaveText("Which variants?");
    await contains(".modal .btn-close").click();
    await animationFrame();
    expect(getNames()).toEqual([]);
    await contains(".o_plan_add").click();
    await chooseFirst();
    await chooseFirst();
    await expect.waitForSteps([[[1], [4], [91], []]]);
    await animationFrame();
    expect(getNames()).toEqual(["Textiles"]);
});

test("where rows are set otherwise above, the table says so, and new rows are those of the saved plan", async () => {
    const later = getMatrix({ dimension: "category", row_parts: ["Category"], rows: [] });
    onRpc("web_save", async ({ args, kwargs, parent }) => {
        expect.step(["saved", args[1].dimension]);
        const [record] = await parent();
        return [{ ...record, matrix: later }];
    });
    onRpc("bas.sales.plan", "get_rows", ({ args }) => {
        expect.step(args);
        return [makeRow("4", "Textiles")];
    });
    const head = ["dimension", "granularity", "by_variant", "by_order", "by_quantity"].map((name) => `<field name="${name}"/>`).join("");
    await mountPlan(getMatrix(), { head, values: { dimension: "product", granularity: "month", by_quantity: true } });
    expect(".o_plan_matrix .alert").toHaveCount(0);
    await contains(".o_field_widget[name=dimension] input").click();
    await contains(".o_select_menu_item:contains(Category)").click();
    expect(".o_plan_matrix .alert").toHaveText(/that of the saved plan/);
    await contains(".o_plan_add").click();
    expect(".modal .modal-title").toHaveText("Which categories?");
    await chooseFirst();
    await expect.waitForSteps([["saved", "category"], [[1], [4], []]]);
    await animationFrame();
    expect(getNames()).toEqual(["Textiles"]);
});
