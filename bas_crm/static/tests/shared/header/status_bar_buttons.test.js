import { describe, expect, test } from "@odoo/hoot";
import { press, queryAll, resize } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Document extends models.Model {
    _name = "row.document";

    name = fields.Char();
    is_long = fields.Boolean();

    _records = [{ id: 1, name: "Order", is_long: true }];
}

defineMailModels();
defineModels([Document]);
describe.current.tags("desktop");

const COUNT = 14;
const LETTERS = "abdefgiklmopqt";
// Nested template literals would lose their spaces when the assets are bundled.
const BUTTON = '<button name="do_NUMBER" type="object" string="A button with a long name NUMBER" invisible="HIDDEN"/>';
const HEADER = [...Array(COUNT).keys()]
    .map((number) => BUTTON.replaceAll("NUMBER", number).replace("HIDDEN", number > 1 ? "not is_long" : "0"))
    .join("");
const mount = (name, header = HEADER) =>
    mountView({
        type: "form",
        resModel: "row.document",
        resId: 1,
        arch: `<form class="${name}"><header>${header}</header><field name="name"/><field name="is_long"/></form>`,
    });
const settle = async () => {
    for (let i = 0; i < 5; i++) {
        await animationFrame();
    }
};
const BUTTONS = ".o_statusbar_buttons";
// Buttons of different heights are centred in one row.
const rows = () => new Set(queryAll(`${BUTTONS} > *`).map((el) => Math.round((el.offsetTop + el.offsetHeight / 2) / 10))).size;

test("buttons that do not fit are in the menu", async () => {
    onRpc("row.document", "do_13", () => {
        expect.step("the last one");
        return false;
    });
    await mount("o_bas_one_row");
    await settle();
    expect(rows()).toBe(1);
    const inRow = queryAll(`${BUTTONS} > button[name]`).length;
    expect(inRow).toBeGreaterThan(1);
    expect(inRow).toBeLessThan(COUNT);
    await contains(`${BUTTONS} button:has(.oi-ellipsis-v)`).click();
    expect(".o-dropdown--menu button[name]").toHaveCount(COUNT - inRow);
    await contains(".o-dropdown--menu button[name=do_13]").click();
    expect.verifySteps(["the last one"]);
});

test("fewer buttons need no menu, a narrower screen moves more of them", async () => {
    await mount("o_bas_one_row");
    await settle();
    const wide = queryAll(`${BUTTONS} > button[name]`).length;
    await resize({ width: 900 });
    await settle();
    expect(rows()).toBe(1);
    expect(queryAll(`${BUTTONS} > button[name]`).length).toBeLessThan(wide);
    await contains("[name=is_long] input").click();
    await settle();
    expect(`${BUTTONS} button:has(.oi-ellipsis-v)`).toHaveCount(0);
    expect(`${BUTTONS} > button[name]`).toHaveCount(2);
});

test("buttons with a hotkey are moved to the menu last", async () => {
    const last = 'name="do_13"';
    await mount("o_bas_one_row", HEADER.replace(last, `${last} data-hotkey="j"`));
    await settle();
    expect(rows()).toBe(1);
    expect(`${BUTTONS} > button[name=do_13]`).toHaveCount(1);
    expect(`${BUTTONS} > button[name=do_12]`).toHaveCount(0);
});

test("a hotkey works in the menu", async () => {
    for (const number of [1, 13]) {
        onRpc("row.document", `do_${number}`, () => {
            expect.step(number);
            return false;
        });
    }
    await mount("o_bas_one_row", HEADER.replace(/name="do_(\d+)"/g, (name, number) => `${name} data-hotkey="${LETTERS[number]}"`));
    await settle();
    expect(`${BUTTONS} > button[name=do_13]`).toHaveCount(0);
    await press(["alt", LETTERS[13]]);
    await settle();
    expect.verifySteps([13]);
    expect(".o-dropdown--menu").toHaveCount(0);
    await press(["alt", LETTERS[1]]);
    await settle();
    expect.verifySteps([1]);
});

test("other forms do not change", async () => {
    await mount("");
    await settle();
    expect(`${BUTTONS} > button[name]`).toHaveCount(COUNT);
    expect(`${BUTTONS} button:has(.oi-ellipsis-v)`).toHaveCount(0);
});
