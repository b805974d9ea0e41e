import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne, queryRect } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { contains } from "@web/../tests/web_test_helpers";
import { card, column, defineAgenda, mountAgenda, NOW, plain, RECORDS } from "./agenda_models";

defineAgenda();
describe.current.tags("mobile");
beforeEach(() => mockDate(NOW, 0));

const isShown = (bucket) => {
    const [{ left, right }, board] = [queryRect(column(bucket)), queryRect(".o_kanban_renderer")];
    return left >= board.left - 1 && right <= board.right + 1;
};

test("the names of the columns with their counts", async () => {
    await mountAgenda();
    expect(queryAllTexts(".o_bas_agenda_tab").map(plain)).toEqual([
        "Overdue2", "Today1", "Tomorrow0", "This Week1", "Later0", "No Next Step1",
    ]);
    expect(".o_bas_agenda_tab_late").toHaveText(/Overdue/);
    expect(".o_bas_agenda_tab.active").toHaveText(/Overdue/);
});

test("a tap shows a column", async () => {
    await mountAgenda();
    expect(isShown("Overdue")).toBe(true);
    await contains(".o_bas_agenda_tab[data-bucket=none]").click();
    await animationFrame();
    expect(".o_bas_agenda_tab.active").toHaveText(/No Next Step/);
});

test("the day begins with the first column that has cards", async () => {
    await mountAgenda({ records: RECORDS.filter(({ bucket }) => bucket !== "overdue") });
    await animationFrame();
    expect(isShown("Today")).toBe(true);
    expect(".o_bas_agenda_tab.active").toHaveText(/Today/);
});

test("a turned column is marked among the names", async () => {
    await mountAgenda();
    const board = queryOne(".o_kanban_renderer");
    board.scrollLeft = queryOne(column("Today")).offsetLeft;
    board.dispatchEvent(new Event("scroll"));
    await animationFrame();
    expect(".o_bas_agenda_tab.active").toHaveText(/Today/);
});

test("a turned column is marked where columns go from right to left", async () => {
    await mountAgenda();
    const board = queryOne(".o_kanban_renderer");
    board.style.direction = "rtl";
    queryOne(column("Today")).scrollIntoView({ behavior: "instant", block: "nearest", inline: "center" });
    board.dispatchEvent(new Event("scroll"));
    await animationFrame();
    expect(".o_bas_agenda_tab.active").toHaveText(/Today/);
    expect(".o_bas_agenda_tab[aria-pressed=true]").toHaveCount(1);
    expect(".o_bas_agenda_tab.active").toHaveAttribute("aria-pressed", "true");
});

test("the buttons of a card are at hand", async () => {
    await mountAgenda();
    await contains(`${card("Svitanok")} .o_bas_agenda_done`).click();
    await contains(`${card("Svitanok")} .o_bas_agenda_move`).click();
    await contains(".o_bas_agenda_tomorrow").click();
    expect.verifySteps(["done 2", "read", "tomorrow 2", "read"]);
    expect(queryRect(`${card("Svitanok")} .o_bas_agenda_done`).height).toBeGreaterThan(40);
});
