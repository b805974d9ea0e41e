import { describe, expect, test } from "@odoo/hoot";
import { keyDown, keyUp, queryAll, queryFirst, scroll } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels } from "@web/../tests/web_test_helpers";
import {
    APRIL, clickCell, copyText, getCell, getFigures, getMatrix, getPlace, getSelected, getSums, getTotals, getTotalsOfRow, makeRow,
    MARCH, mountPlan, pasteText, PLAN_MODELS, pressKeys, pressTogether, writeInCell,
} from "./plan_models";

defineMailModels();
defineModels(PLAN_MODELS);
describe.current.tags("desktop");

/** Sums of three managers in two months: row by row what stands in the cells. */
const getSumsShown = () => [0, 1, 2].map(getFigures);
const SUMS = [["100", "200"], ["300", ""], ["", ""]];

async function mountAt(place, number = 0, matrix = getSums()) {
    await mountPlan(matrix);
    await clickCell(place, number);
}

// ------------------------------------------------------------
// Moving
// ------------------------------------------------------------

test("arrows move from cell to cell and stop at the edges", async () => {
    await mountAt(0);
    await pressKeys("ArrowRight", "ArrowDown");
    expect(getPlace()).toEqual([1, 1]);
    await pressKeys("ArrowRight", "ArrowDown", "ArrowDown");
    expect(getPlace()).toEqual([2, 1]);
    await pressKeys("ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowUp", "ArrowUp");
    expect(getPlace()).toEqual([0, 0]);
});

test("Control and an arrow, Home and End go further", async () => {
    await mountAt(0);
    await pressKeys(["Control", "ArrowDown"]);
    expect(getPlace()).toEqual([2, 0]);
    await pressKeys(["Control", "ArrowRight"]);
    expect(getPlace()).toEqual([2, 1]);
    await pressKeys("Home");
    expect(getPlace()).toEqual([2, 0]);
    await pressKeys("End");
    expect(getPlace()).toEqual([2, 1]);
    await pressKeys(["Control", "Home"]);
    expect(getPlace()).toEqual([0, 0]);
    await pressKeys(["Control", "End"]);
    expect(getPlace()).toEqual([2, 1]);
});

test("Enter goes down, Shift+Enter up; Tab goes on in the next row", async () => {
    await mountAt(0);
    await pressKeys("Enter");
    expect(getPlace()).toEqual([1, 0]);
    await pressKeys(["Shift", "Enter"]);
    expect(getPlace()).toEqual([0, 0]);
    await pressKeys("Tab", "Tab");
    expect(getPlace()).toEqual([1, 0]);
    await pressKeys(["Shift", "Tab"]);
    expect(getPlace()).toEqual([0, 1]);
});

test("Tab leaves the table behind its last cell, and before its first", async () => {
    await mountPlan(getSums(), { head: `<field name="granularity"/>`, foot: `<field name="dimension"/>` });
    await clickCell(1, 2);
    expect(".o_plan_grid").toBeFocused();
    await pressKeys("Tab");
    expect(".o_plan_grid").not.toBeFocused();
    await clickCell(0);
    await pressKeys(["Shift", "Tab"]);
    expect(".o_plan_grid").not.toBeFocused();
});

// ------------------------------------------------------------
// Typing
// ------------------------------------------------------------

test("a digit is written over the cell; Enter takes it and goes down", async () => {
    await mountAt(0);
    await pressKeys("7");
    expect(".o_plan_input").toBeFocused();
    await pressKeys("5");
    expect(".o_plan_input").toHaveValue("75");
    await pressKeys("Enter");
    expect(getFigures(0)).toEqual(["75", "200"]);
    expect(getPlace()).toEqual([1, 0]);
    await pressKeys("4", "Tab");
    expect(getFigures(1)).toEqual(["4", ""]);
    expect(getPlace()).toEqual([1, 1]);
});

test("who writes over a cell goes on with the arrows; who opens it moves in its text", async () => {
    await mountAt(0);
    await pressKeys("7", "ArrowRight");
    expect(getFigures(0)).toEqual(["7", "200"]);
    expect(getPlace()).toEqual([0, 1]);
    await pressKeys("F2", "ArrowLeft");
    expect(".o_plan_input").toHaveValue("200");
    expect(getPlace()).toEqual([0, 1]);
    await pressKeys("Escape");
    expect(".o_plan_grid").toBeFocused();
    expect(getFigures(0)).toEqual(["7", "200"]);
});

test("letters and Alt open no cell", async () => {
    await mountAt(0);
    await pressKeys("x", " ", ["Alt", "1"]);
    expect(".o_plan_input").toHaveCount(0);
    expect(getSumsShown()).toEqual(SUMS);
});

test("a sum is computed where one begins with «=»", async () => {
    await mountAt(0);
    await pressKeys("=");
    await contains(".o_plan_input").edit("=12*3", { confirm: false });
    await pressKeys("Enter");
    expect(getFigures(0)).toEqual(["36", "200"]);
});

test("thousands are opened without separators, and read with them", async () => {
    await mountPlan();
    await clickCell(1);
    expect(getCell(1)).toHaveText("9,000");
    await pressKeys("F2");
    expect(".o_plan_input").toHaveValue("9000");
    await contains(".o_plan_input").edit("12,000", { confirm: false });
    await pressKeys("Enter");
    expect(getFigures(0)).toEqual(["10", "12000", "", ""]);
});

test("a cell that is opened and left keeps what its rounded figure does not show", async () => {
    // 3 for 100: the price of one is 33.333…, a sum of 3 × 33.33 would be 99.99
    await mountPlan(getMatrix({ rows: [makeRow("7", "Table", { [MARCH]: [3, 100 / 3, 100] })] }));
    await contains("[data-mode=price_unit]").click();
    await clickCell(0);
    await pressKeys("F2");
    expect(".o_plan_input").toHaveValue("33.33");
    await pressKeys("Enter");
    expect(".o_plan_input").toHaveCount(0);
    expect(getTotalsOfRow("Table")).toEqual(["3", "100"]);
    expect(".o_form_button_save:visible").toHaveCount(0, { message: "nothing is to be saved" });
});

test("an emptied cell is a zero", async () => {
    await mountAt(0);
    await pressKeys("F2");
    await contains(".o_plan_input").clear({ confirm: false });
    await pressKeys("Enter");
    expect(getFigures(0)).toEqual(["", "200"]);
});

test("what cannot stand in a plan is told, and its cell stays open", async () => {
    await mountPlan(getSums());
    for (const [text, message] of [
        ["ten", "This is not a number."],
        ["-5", "Figures of a sales plan cannot be negative."],
    ]) {
        await writeInCell(0, text);
        expect(".o_notification:last").toHaveText(message);
        expect(".o_plan_input").toHaveValue(text);
        expect(getPlace()).toEqual([0, 0]);
        await pressKeys("Escape");
        expect(getSumsShown()).toEqual(SUMS);
    }
});

test("a click on another cell does not take a wrong text there", async () => {
    await mountPlan(getSums());
    await writeInCell(0, "ten");
    await clickCell(1, 1);
    expect(getPlace()).toEqual([0, 0]);
    expect(".o_plan_input").toHaveValue("ten");
    await contains(".o_plan_input").edit("10", { confirm: false });
    await clickCell(0, 1);
    expect(getPlace()).toEqual([1, 0]);
    expect(getSumsShown()).toEqual([["10", "200"], ["300", ""], ["", ""]]);
});

test("who leaves the table with a wrong text is told, and the cell is as it was", async () => {
    await mountPlan(getSums());
    await writeInCell(0, "ten");
    queryFirst(".o_plan_input").blur();
    await animationFrame();
    expect(".o_plan_input").toHaveCount(0);
    expect(getSumsShown()).toEqual(SUMS);
});

// ------------------------------------------------------------
// Blocks
// ------------------------------------------------------------

test("Shift and an arrow or a click select a block, which is emptied and brought back at once", async () => {
    await mountAt(0);
    await pressKeys(["Shift", "ArrowDown"], ["Shift", "ArrowRight"]);
    expect(getSelected()).toEqual(["0:0", "0:1", "1:0", "1:1"]);
    expect(getPlace()).toEqual([0, 0]);
    await pressKeys("Delete");
    expect(getSumsShown()).toEqual([["", ""], ["", ""], ["", ""]]);
    await pressKeys(["Control", "z"]);
    expect(getSumsShown()).toEqual(SUMS);
    await clickCell(0, 1);
    await keyDown("Shift");
    await clickCell(1, 2);
    await keyUp("Shift");
    expect(getSelected()).toEqual(["1:0", "1:1", "2:0", "2:1"]);
});

test("Control+A selects the table, Control+Shift+End what is after the cell", async () => {
    await mountAt(1);
    await pressKeys(["Control", "a"]);
    expect(getSelected()).toHaveLength(6);
    await clickCell(0, 1);
    await pressKeys(["Control", "Shift", "End"]);
    expect(getSelected()).toEqual(["1:0", "1:1", "2:0", "2:1"]);
    await pressKeys(["Control", "Shift", "Home"]);
    expect(getSelected()).toEqual(["0:0", "1:0"]);
});

test("Control+D fills a block with its first row", async () => {
    await mountAt(0);
    await pressKeys(["Control", "d"]);
    expect(getSumsShown()).toEqual(SUMS);
    await pressKeys(["Control", "a"], ["Control", "d"]);
    expect(getSumsShown()).toEqual([["100", "200"], ["100", "200"], ["100", "200"]]);
    await pressKeys(["Control", "z"]);
    expect(getSumsShown()).toEqual(SUMS);
});

test("a block is copied as a spreadsheet program reads it", async () => {
    await mountPlan();
    await clickCell(0);
    await pressKeys(["Control", "a"]);
    expect(copyText()).toBe("10\t9000\t\t\n\t\t\t");
});

test("a block with figures of other programs is pasted, and stays selected", async () => {
    await mountAt(0, 1);
    await pasteText('"1 234,50"\t15\u00a0000\r\n7.5 грн\t\r\n');
    expect(getSumsShown()).toEqual([["100.00", "200.00"], ["1234.50", "15000.00"], ["7.50", ""]]);
    expect(getSelected()).toEqual(["1:0", "1:1", "2:0", "2:1"]);
    await pressKeys(["Control", "z"]);
    expect(getSumsShown()).toEqual(SUMS);
    expect(".o_notification").toHaveCount(0);
});

test("cells that are no figures are left out and counted", async () => {
    await mountAt(0);
    await pasteText("ten\t-5\n1\t#REF!\n2\t3\n");
    expect(getSumsShown()).toEqual([["100", "200"], ["1", ""], ["2", "3"]]);
    expect(".o_notification").toHaveCount(1);
    expect(".o_notification").toHaveText("Cells with wrong figures that were left out: 3");
});

test("what would stand beyond the table is left out and counted; empty cells beyond it are nothing", async () => {
    await mountAt(1, 2);
    await pasteText("1\t2\t\n3\t4\n\t\n");
    expect(getFigures(2)).toEqual(["", "1"]);
    expect(".o_notification").toHaveText("Cells beyond the table that were left out: 3. Add rows first.");
});

test("an empty cell of a block empties the cell it falls on", async () => {
    await mountAt(0);
    await pasteText("\t5\n\t\n");
    expect(getSumsShown()).toEqual([["", "5"], ["", ""], ["", ""]]);
});

test("one figure fills what is selected", async () => {
    await mountAt(0);
    await pressKeys(["Control", "a"]);
    await pasteText("5\n");
    expect(getSumsShown()).toEqual([["5", "5"], ["5", "5"], ["5", "5"]]);
});

test("a quantity and a sum pasted together give the price", async () => {
    await mountAt(2, 1, getMatrix());
    await pasteText("4\t3000");
    expect(getFigures(1)).toEqual(["", "", "4", "3000"]);
    await contains("[data-mode=price_unit]").click();
    expect(getFigures(1)).toEqual(["", "750"]);
});

test("in an open cell the clipboard is that of its text", async () => {
    await mountAt(0);
    await pressKeys("F2");
    await pasteText("5\t6");
    expect(copyText()).toBe("");
    await pressKeys("Escape");
    expect(getSumsShown()).toEqual(SUMS);
});

// ------------------------------------------------------------
// Undo, discard, totals
// ------------------------------------------------------------

test("every step is undone, by the key and not by its letter", async () => {
    await mountAt(0);
    await pressKeys("1", "Enter", "2", "Enter");
    expect(getSumsShown()).toEqual([["1", "200"], ["2", ""], ["", ""]]);
    await pressTogether(["Control", "я"], { code: "KeyZ" });
    expect(getSumsShown()).toEqual([["1", "200"], ["300", ""], ["", ""]]);
    await pressKeys(["Control", "z"], ["Control", "z"], ["Control", "z"]);
    expect(getSumsShown()).toEqual(SUMS);
});

test("the form discards what was typed", async () => {
    await mountAt(0);
    await pressKeys("1", "Enter", "2", "Enter");
    queryFirst(".o_plan_remove").click();
    await animationFrame();
    await contains(".o_form_button_cancel").click();
    await animationFrame();
    expect(getSumsShown()).toEqual(SUMS);
    await clickCell(0);
    await pressKeys(["Control", "z"]);
    expect(getSumsShown()).toEqual(SUMS);
});

test("totals of rows, of columns and of all follow what is typed; prices have none", async () => {
    await mountPlan();
    await writeInCell(0, "5", "Enter", 1);
    await writeInCell(1, "250", "Enter", 1);
    await writeInCell(2, "20");
    expect(getTotalsOfRow("Table")).toEqual(["30", "27000"]);
    expect(getTotalsOfRow("Chair")).toEqual(["5", "250"]);
    // March: 10 + 5 and 9000 + 250; April: 20 and 20 × 900
    expect(getTotals()).toEqual(["15", "9250", "20", "18000", "35", "27250"]);
    await contains("[data-mode=price_unit]").click();
    expect(getTotals()).toEqual(["", "", "35", "27250"]);
});

test("a quantity has as many digits as it needs", async () => {
    await mountPlan();
    await writeInCell(0, "2,5");
    expect(getFigures(0)).toEqual(["2.5", "2250", "", ""]);
    expect(getTotalsOfRow("Table")).toEqual(["2.5", "2250"]);
});

test("kopiykas are shown in every sum as soon as one has some", async () => {
    await mountPlan(getSums());
    await writeInCell(0, "10,5");
    expect(getSumsShown()).toEqual([["10.50", "200.00"], ["300.00", ""], ["", ""]]);
    expect(getTotals()).toEqual(["310.50", "200.00", "510.50"]);
});

test("the hint of a cell says how its sum comes about", async () => {
    await mountPlan();
    expect(getCell(0)).toHaveAttribute("title", "10 pcs × 900 = 9,000");
    expect(getCell(2)).not.toHaveAttribute("title");
});

// ------------------------------------------------------------
// A frozen plan, a long one
// ------------------------------------------------------------

test("a frozen plan is walked through and copied, and nothing changes it", async () => {
    await mountPlan(getSums({ editable: false }));
    await contains(getCell(0)).dblclick();
    await pressKeys("7", "F2", "Delete", "Backspace", "ArrowRight", ["Control", "a"], ["Control", "d"], ["Control", "z"]);
    await pasteText("5");
    expect(".o_plan_input").toHaveCount(0);
    expect(getSumsShown()).toEqual(SUMS);
    expect(copyText()).toBe("100\t200\n300\t\n\t");
    expect(".o_form_button_save:visible").toHaveCount(0);
});

test("of a long plan a part is drawn, and every row is reached", async () => {
    const rows = Array.from({ length: 500 }, (_, number) => makeRow(String(number), `Manager ${number}`, { [APRIL]: [0, 0, 2] }));
    await mountPlan(getSums({ rows }));
    queryFirst(".o_plan_grid").style.height = "330px";
    window.dispatchEvent(new Event("resize"));
    await animationFrame();
    expect(queryAll("tbody tr[role=row]").length).toBeLessThan(60);
    expect(getTotals()).toEqual(["", "1000", "1000"]);
    await clickCell(0);
    await pressKeys(["Control", "End"]);
    await animationFrame();
    expect(getPlace()).toEqual([499, 1]);
    expect(getCell(1, 499)).toBeVisible();
    await pressKeys("5", "Enter");
    expect(getTotals()).toEqual(["", "1003", "1003"]);
    // ten rows of 33 pixels less the head, the totals and what one sees twice
    await pressKeys("PageUp");
    expect(getPlace()).toEqual([493, 1]);
    await pressKeys("PageDown");
    expect(getPlace()).toEqual([499, 1]);
    await scroll(".o_plan_grid", { y: 33 * 200 });
    await animationFrame();
    expect(getCell(0, 205)).toHaveCount(1);
    expect(getCell(0, 0)).toHaveCount(0);
});
