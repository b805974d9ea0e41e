import { keyDown, keyUp, press, queryAll, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, fields, models, mountView } from "@web/../tests/web_test_helpers";

/** The form of a plan, as far as its table asks for it, and what a person does there. */
export const MARCH = "2026-03-01";
export const APRIL = "2026-04-01";

export const makeRow = (key, name, cells = {}, rest = {}) => ({
    key, name, detail: "", uom_id: 1, uom: "pcs", prices: {}, cells, ...rest,
});

/** Two products in two months: 10 tables for 900 in March, chairs not yet. */
export const getMatrix = (rest = {}) => ({
    columns: [{ date: MARCH, label: "March" }, { date: APRIL, label: "April" }],
    rows: [makeRow("7", "Table", { [MARCH]: [10, 900, 9000] }), makeRow("8", "Chair")],
    row_parts: ["Product"], granularity: "month", dimension: "product", by_variant: false, by_order: false, by_quantity: true,
    currency: "UAH", digits: 2, quantity_digits: 2, price_digits: 2, editable: true, ...rest,
});

/** Sums alone: three managers in two months. */
export const getSums = (rest = {}) => getMatrix({
    rows: [
        makeRow("1", "Ihor", { [MARCH]: [0, 0, 100], [APRIL]: [0, 0, 200] }),
        makeRow("2", "Olena", { [MARCH]: [0, 0, 300] }),
        makeRow("3", "Petro"),
    ],
    row_parts: ["Manager"], dimension: "manager", by_quantity: false, ...rest,
});

class Plan extends models.Model {
    _name = "bas.sales.plan";

    matrix = fields.Json();
    company_id = fields.Many2one({ relation: "res.company" });
    dimension = fields.Selection({ selection: [["product", "Product"], ["category", "Category"], ["manager", "Manager"]] });
    granularity = fields.Char();
    by_variant = fields.Boolean();
    by_order = fields.Boolean();
    by_quantity = fields.Boolean();

    _records = [{ id: 1, matrix: getMatrix(), company_id: 1 }];
}

class Choice extends models.Model {
    name = fields.Char();
    sale_ok = fields.Boolean({ default: true });
    company_id = fields.Many2one({ relation: "res.company" });

    _views = { list: `<list><field name="name"/></list>`, search: `<search/>`, kanban: `<kanban><t t-name="card"><field name="name"/></t></kanban>` };
}

class Template extends Choice {
    _name = "product.template";
    _records = [{ id: 9, name: "Curtain" }];
}

class Variant extends Choice {
    _name = "product.product";
    _records = [{ id: 91, name: "Red" }];
}

class Category extends Choice {
    _name = "product.category";
    _records = [{ id: 4, name: "Textiles" }];
}

export const PLAN_MODELS = [Plan, Template, Variant, Category];

export async function mountPlan(matrix = getMatrix(), { resId = 1, head = "", foot = "", values = {} } = {}) {
    Object.assign(Plan._records[0], { matrix, ...values });
    await mountView({
        type: "form", resModel: "bas.sales.plan", resId, arch: `<form>${head}<field name="matrix" widget="bas_plan_matrix"/>${foot}</form>`,
    });
}

const withoutThousands = (text) => text.replace(/,/g, "");

export const getCell = (place, number = 0) => `.o_plan_grid td[data-row="${number}"][data-place="${place}"]`;
/** @returns {string[]} figures of a row, without its totals */
export const getFigures = (number) => queryAll(`.o_plan_grid td[data-row="${number}"]`).map((cell) => withoutThousands(cell.textContent));
export const getTotalsOfRow = (name) =>
    queryAllTexts(`tbody tr:has(.o_plan_name:contains(${name})) .o_plan_total`).map(withoutThousands);
export const getTotals = () => queryAllTexts("tfoot td").map(withoutThousands);
export const getNames = () => queryAllTexts("tbody .o_plan_name .text-truncate");

/** @returns {number[]} row and place of the cell where one is */
export function getPlace() {
    const { row, place } = queryFirst(".o_plan_grid td.o_active").dataset;
    return [Number(row), Number(place)];
}

/** @returns {string[]} "row:place" of each selected cell */
export const getSelected = () => queryAll(".o_plan_grid td.o_selected").map(({ dataset: { row, place } }) => `${row}:${place}`);

export async function clickCell(place, number = 0) {
    await contains(getCell(place, number)).click();
}

/** @param {string[]} keys of which all but the last are held */
export async function pressTogether(keys, options = {}) {
    const [held, last] = [keys.slice(0, -1), keys.at(-1)];
    await keyDown(held);
    // The code is that of the last key alone.
    await press(last, /^[a-z]$/i.test(last) ? { code: `Key${last.toUpperCase()}`, ...options } : options);
    await keyUp(held);
    await animationFrame();
}

/** Press keys one after the other where the focus is; of several at once: an array. */
export async function pressKeys(...keys) {
    for (const key of keys) {
        await pressTogether([key].flat());
    }
}

/** Open a cell by F2, write and leave it by a key. */
export async function writeInCell(place, text, key = "Enter", number = 0) {
    await clickCell(place, number);
    await pressKeys("F2");
    await contains(".o_plan_input").edit(text, { confirm: false });
    await contains(".o_plan_input").press(key);
    await animationFrame();
}

function sendClipboard(name, data) {
    queryFirst(".o_plan_grid").dispatchEvent(new ClipboardEvent(name, { clipboardData: data, bubbles: true, cancelable: true }));
}

export function copyText() {
    const data = new DataTransfer();
    sendClipboard("copy", data);
    return data.getData("text/plain");
}

export async function pasteText(text) {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    sendClipboard("paste", data);
    await animationFrame();
}

/** Choose the first record of the dialog that is open. */
export async function chooseFirst() {
    await contains(".modal .o_data_row .o_data_cell").click();
    await animationFrame();
    if (document.querySelector(".modal .o_select_button:enabled")) {
        await contains(".modal .o_select_button").click();
    }
    await animationFrame();
}
