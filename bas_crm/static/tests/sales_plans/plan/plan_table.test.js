import { describe, expect, test } from "@odoo/hoot";
import { PlanTable } from "@bas_crm/sales_plans/plan/plan_table";
import { APRIL, getMatrix, getSums, makeRow, MARCH } from "./plan_models";

describe.current.tags("headless");

const edit = (table, number, date, measure, value) => table.edit([{ row: table.rows[number], date, measure, value }]);
const getKeys = (table) => table.rows.map(({ key }) => key);

test("of quantity, price and sum two make the third, to the kopiyka", () => {
    const table = new PlanTable(getMatrix());
    const [row] = table.rows;
    edit(table, 0, MARCH, "quantity", 12);
    expect(table.getCell(row, MARCH)).toEqual([12, 900, 10800]);
    edit(table, 0, MARCH, "price_unit", 10.55);
    expect(table.getCell(row, MARCH)).toEqual([12, 10.55, 126.6]);
    edit(table, 0, MARCH, "amount", 100);
    expect(table.getCell(row, MARCH)).toEqual([12, 100 / 12, 100]);
    edit(table, 0, MARCH, "quantity", 6);
    expect(table.getCell(row, MARCH)).toEqual([6, 100 / 12, 50]);
    edit(table, 0, MARCH, "quantity", 1.005);
    expect(table.getCell(row, MARCH)[0]).toBe(1.01, { message: "a quantity has the digits of quantities" });
    edit(table, 0, MARCH, "amount", 33.335);
    expect(table.getCell(row, MARCH)[2]).toBe(33.34);
});

test("a sum without a quantity is a plan, too; a price alone waits for its quantity", () => {
    const table = new PlanTable(getMatrix());
    const chair = table.rows[1];
    edit(table, 1, MARCH, "amount", 500);
    expect(table.getCell(chair, MARCH)).toEqual([0, 0, 500]);
    edit(table, 1, APRIL, "price_unit", 20);
    expect(table.getCell(chair, APRIL)).toEqual([0, 20, 0]);
    edit(table, 1, APRIL, "quantity", 3);
    expect(table.getCell(chair, APRIL)).toEqual([3, 20, 60]);
});

test("a price is the cell's own, else the price list's, else that of the nearest column, earlier ones first", () => {
    const MAY = "2026-05-01";
    const table = new PlanTable(getMatrix({
        columns: [MARCH, APRIL, MAY].map((date) => ({ date, label: date })),
        rows: [
            makeRow("1", "Both sides", { [MARCH]: [1, 10, 10], [MAY]: [1, 30, 30] }),
            makeRow("2", "Later only", { [MAY]: [1, 30, 30] }),
            makeRow("3", "Price list", { [MARCH]: [1, 10, 10] }, { prices: { [APRIL]: 15 } }),
            makeRow("4", "Own", { [APRIL]: [1, 12, 12] }, { prices: { [APRIL]: 15 } }),
            makeRow("5", "None"),
        ],
    }));
    expect(table.rows.map((row) => table.getPrice(row, APRIL))).toEqual([10, 30, 15, 12, 0]);
});

test("a plan of sums knows no quantities", () => {
    const table = new PlanTable(getSums());
    edit(table, 2, MARCH, "amount", 12.345);
    expect(table.getCell(table.rows[2], MARCH)).toEqual([0, 0, 12.35]);
});

test("totals add up to the kopiyka by row, by column and over all", () => {
    const table = new PlanTable(getSums({
        rows: [makeRow("1", "Ihor", { [MARCH]: [0, 0, 0.1], [APRIL]: [0, 0, 0.2] }), makeRow("2", "Olena", { [MARCH]: [0, 0, 0.7] })],
    }));
    expect(table.getRowTotal(table.rows[0], "amount")).toBe(0.3);
    expect(table.getColumnTotal(MARCH, "amount")).toBe(0.8);
    expect(table.getTotal("amount")).toBe(1);
});

test("an edit that changes nothing is none", () => {
    const table = new PlanTable(getMatrix());
    expect(edit(table, 0, MARCH, "quantity", 10)).toBe(0);
    expect(table.undo()).toBe(false);
    expect(table.getValue().changes.cells).toEqual([]);
    expect(table.rows[0].version).toBe(0);
});

test("several edits are undone at once, the last step first", () => {
    const table = new PlanTable(getMatrix());
    table.edit([0, 1].map((number) => ({ row: table.rows[number], date: APRIL, measure: "amount", value: 5 })));
    edit(table, 1, APRIL, "amount", 7);
    const getApril = () => table.rows.map((row) => table.getFigure(row, APRIL, "amount"));
    expect(getApril()).toEqual([5, 7]);
    expect(table.undo()).toBe(true);
    expect(getApril()).toEqual([5, 5]);
    expect(table.undo()).toBe(true);
    expect(getApril()).toEqual([0, 0]);
    expect(table.undo()).toBe(false);
});

test("the server is told what was changed, and what stood there when it was read", () => {
    const table = new PlanTable(getMatrix());
    table.addRows([makeRow("9", "Curtain")]);
    edit(table, 0, MARCH, "quantity", 12);
    edit(table, 0, MARCH, "quantity", 15);
    edit(table, 2, APRIL, "amount", 40);
    table.removeRow(table.rows[1]);
    expect(table.getValue().changes).toEqual({
        rows: ["9"],
        removed: [{ key: "8", was: {} }],
        cells: [
            { key: "7", date: MARCH, quantity: 15, price_unit: 900, amount: 13500, was: [10, 900, 9000] },
            { key: "9", date: APRIL, quantity: 0, price_unit: 0, amount: 40, was: [0, 0, 0] },
        ],
    });
    table.removeRow(table.rows[1]);
    expect(table.getValue().changes.rows).toEqual([], { message: "a new row that is removed is not told of" });
    expect(table.getValue().changes.cells.map(({ key }) => key)).toEqual(["7"]);
});

test("what was typed is there again after another tab of the form", () => {
    const before = new PlanTable(getMatrix());
    before.addRows([makeRow("9", "Curtain")]);
    edit(before, 0, MARCH, "quantity", 12);
    edit(before, 2, APRIL, "amount", 40);
    before.removeRow(before.rows[1]);
    const after = new PlanTable(before.getValue());
    expect(getKeys(after)).toEqual(["7", "9"]);
    expect(after.getCell(after.rows[0], MARCH)).toEqual([12, 900, 10800]);
    expect(after.getFigure(after.rows[1], APRIL, "amount")).toBe(40);
    expect(after.getValue()).toEqual(before.getValue());
    expect(after.undo()).toBe(false);
});

test("a row that is removed comes back where it stood, with what was typed in it", () => {
    const table = new PlanTable(getMatrix());
    edit(table, 0, MARCH, "quantity", 12);
    table.removeRow(table.rows[0]);
    expect(getKeys(table)).toEqual(["8"]);
    table.undo();
    expect(getKeys(table)).toEqual(["7", "8"]);
    expect(table.getCell(table.rows[0], MARCH)).toEqual([12, 900, 10800]);
    expect(table.getValue().changes.removed).toEqual([]);
    table.undo();
    expect(table.getCell(table.rows[0], MARCH)).toEqual([10, 900, 9000]);
});

test("new rows are undone together; one that is there is not added twice", () => {
    const table = new PlanTable(getMatrix());
    const fresh = table.addRows([makeRow("9", "Curtain"), makeRow("8", "Chair"), makeRow("10", "Lamp")]);
    expect(fresh.map(({ key }) => key)).toEqual(["9", "10"]);
    expect(getKeys(table)).toEqual(["7", "8", "9", "10"]);
    expect(table.addRows([makeRow("8", "Chair")])).toEqual([]);
    table.undo();
    expect(getKeys(table)).toEqual(["7", "8"]);
    expect(table.getValue().added).toEqual([]);
    expect(table.undo()).toBe(false);
});

test("a new row that is removed is undone as a new row", () => {
    const table = new PlanTable(getMatrix());
    table.addRows([makeRow("9", "Curtain")]);
    table.removeRow(table.rows[2]);
    expect(table.getValue().changes.rows).toEqual([]);
    table.undo();
    expect(table.getValue().changes.rows).toEqual(["9"]);
});

test("a row that is removed and added again begins empty, and each step is undone by itself", () => {
    const table = new PlanTable(getMatrix());
    table.removeRow(table.rows[0]);
    table.addRows([makeRow("7", "Table", { [MARCH]: [10, 900, 9000] })]);
    expect(getKeys(table)).toEqual(["8", "7"]);
    expect(table.getCell(table.rows[1], MARCH)).toEqual([0, 0, 0]);
    expect(table.getValue().changes).toEqual({
        rows: [], removed: [],
        cells: [{ key: "7", date: MARCH, quantity: 0, price_unit: 0, amount: 0, was: [10, 900, 9000] }],
    });
    table.undo();
    expect(getKeys(table)).toEqual(["8"]);
    expect(table.getValue().changes.removed).toEqual([{ key: "7", was: { [MARCH]: [10, 900, 9000] } }]);
    table.undo();
    expect(getKeys(table)).toEqual(["7", "8"]);
    expect(table.getCell(table.rows[0], MARCH)).toEqual([10, 900, 9000]);
});
