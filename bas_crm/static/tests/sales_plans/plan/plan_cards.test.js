import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryAllValues } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, onRpc } from "@web/../tests/web_test_helpers";
import { getMatrix, getSums, makeRow, MARCH, mountPlan, PLAN_MODELS } from "./plan_models";

defineMailModels();
defineModels(PLAN_MODELS);
describe.current.tags("mobile");

const FIELD = (number) => `.o_plan_field:eq(${number})`;
const open = (name) => contains(`.o_plan_open:contains(${name})`).click();
const write = async (number, text) => {
    await contains(`input${FIELD(number)}`).edit(text, { confirm: "tab" });
    await animationFrame();
};
const getTotals = () => queryAllTexts(".o_plan_open").map((text) => text.replace(/\s+/g, " "));
const getSum = () => queryAllTexts(".o_plan_cards > div:last-child span.d-block");

test("a plan is a list of rows with their totals; one at a time opens", async () => {
    await mountPlan();
    expect(".o_plan_grid").toHaveCount(0);
    expect(getTotals()).toEqual(["Table 10 pcs 9,000", "Chair — pcs —"]);
    expect(getSum()).toEqual(["10", "9,000"]);
    await open("Table");
    expect(queryAllValues("input.o_plan_field")).toEqual(["10", "9,000", "", ""]);
    await open("Chair");
    expect(".o_plan_open[aria-expanded=true]").toHaveCount(1);
    expect(queryAllValues("input.o_plan_field")).toEqual(["", "", "", ""]);
    await open("Chair");
    expect(".o_plan_field").toHaveCount(0);
});

test("a quantity gives its sum, totals follow, and the form saves it", async () => {
    onRpc("web_save", ({ args }) => {
        const { key, date, quantity, amount } = args[1].matrix.changes.cells[0];
        expect.step([key, date, quantity, amount]);
    });
    await mountPlan();
    await open("Table");
    await write(0, "12");
    expect(queryAllValues("input.o_plan_field")).toEqual(["12", "10,800", "", ""]);
    expect(getTotals()[0]).toBe("Table 12 pcs 10,800");
    expect(getSum()).toEqual(["12", "10,800"]);
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect.verifySteps([["7", MARCH, 12, 10800]]);
});

test("thousands are read as the language writes them", async () => {
    await mountPlan();
    await open("Table");
    await write(1, "12,000");
    expect(queryAllValues("input.o_plan_field")[1]).toBe("12,000");
    expect(getSum()).toEqual(["10", "12,000"]);
});

test("what cannot stand in a plan is told, and the field shows what stands there", async () => {
    await mountPlan(getSums());
    await open("Ihor");
    for (const [text, message] of [
        ["ten", "This is not a number."],
        ["-1", "Figures of a sales plan cannot be negative."],
    ]) {
        await write(0, text);
        expect(".o_notification:last").toHaveText(message);
        expect(queryAllValues("input.o_plan_field")).toEqual(["100", "200"]);
    }
    await write(0, "");
    expect(queryAllValues("input.o_plan_field")).toEqual(["", "200"]);
    expect(getSum()).toEqual(["500"]);
});

test("a row is removed from its card", async () => {
    await mountPlan(getSums());
    await open("Olena");
    await contains(".o_plan_remove_card").click();
    expect(queryAllTexts(".o_plan_open")).toHaveLength(2);
    expect(getSum()).toEqual(["300"]);
});

test("rows are added from cards of products", async () => {
    onRpc("bas.sales.plan", "get_rows", ({ args }) => {
        expect.step(args);
        return [makeRow("9", "Curtain")];
    });
    await mountPlan();
    await contains(".o_plan_add").click();
    await contains(".modal .o_kanban_record:contains(Curtain)").click();
    await expect.waitForSteps([[[1], [9], []]]);
    await animationFrame();
    expect(getTotals()[2]).toBe("Curtain — pcs —");
});

test("a frozen plan is read in the same list", async () => {
    await mountPlan(getMatrix({ editable: false }));
    await open("Table");
    expect("input.o_plan_field, .o_plan_remove_card, .o_plan_add").toHaveCount(0);
    expect(queryAllTexts(".o_plan_field")).toEqual(["10", "9,000", "", ""]);
});
