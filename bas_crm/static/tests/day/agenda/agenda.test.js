import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { contains, makeServerError, mockService, MockServer, mountView, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { Agenda, card, column, defineAgenda, mountAgenda, NOW, plain, PLAN, RECORDS } from "./agenda_models";

defineAgenda();
describe.current.tags("desktop");
beforeEach(() => mockDate(NOW, 0));

const refuse = (message) => {
    throw makeServerError({ type: "UserError", message });
};

describe("columns", () => {
    test("a column for each time, with its cards and its money", async () => {
        await mountAgenda();
        // The number follows the last word of a name that is wrapped, at a distance of the style.
        expect(queryAllTexts(".o_kanban_group .o_column_title").map((title) => plain(title).replace(/\s*\(/, " ("))).toEqual([
            "Overdue (2)", "Today (1)", "Tomorrow (0)", "This Week (1)", "Later (0)", "No Next Step (1)",
        ]);
        expect(queryAllTexts(".o_bas_agenda_money").map(plain)).toEqual(["258 тис. ₴", "900 ₴", "100 ₴", "12,5 тис. ₴"]);
        expect(plain(queryOne(`${column("Overdue")} .o_bas_agenda_money`).dataset.tooltip)).toMatch(/258.?400[.,]00 ₴/);
    });

    test("an empty column is narrow and says what that means", async () => {
        await mountAgenda();
        expect(queryAll(".o_bas_agenda_empty").length).toBe(2);
        expect(`${column("Tomorrow")}.o_bas_agenda_empty .o_bas_agenda_hint`).toHaveText("Tomorrow is still free.");
        expect(`${column("Today")} .o_bas_agenda_hint`).toHaveCount(0);
        expect(queryOne(column("Tomorrow")).offsetWidth).toBeLessThan(queryOne(column("Today")).offsetWidth);
    });

    for (const [name, hints] of [["filter_mine", 2], ["filter_call", 0]]) {
        test(`with the filter ${name}, an empty column says ${hints ? "the same" : "nothing"}`, async () => {
            const search = `
                <search>
                    <filter name="filter_mine" string="My Steps" domain="[]"/>
                    <separator/>
                    <filter name="filter_call" string="Phone Calls" domain="[]"/>
                </search>`;
            patchWithCleanup(Agenda._views, { search });
            await mountAgenda({ context: { [`search_default_${name}`]: 1 } });
            expect(".o_searchview_facet").toHaveCount(1);
            expect(".o_bas_agenda_empty").toHaveCount(2);
            expect(".o_bas_agenda_hint").toHaveCount(hints);
        });
    }

    test("with nothing at all to do, the board explains itself", async () => {
        await mountAgenda({ records: [], noContentHelp: "Nothing is to be done" });
        expect(".o_view_nocontent").toHaveText("Nothing is to be done");
        expect(".o_bas_agenda_hint").toHaveCount(0);
    });

    test("other groupings are columns as everywhere", async () => {
        await mountAgenda({ groupBy: ["kind"] });
        expect(".o_kanban_group").toHaveCount(4);
        expect(".o_bas_agenda_hint").toHaveCount(0);
    });
});

describe("cards", () => {
    test("the icon tells what is to be done", async () => {
        await mountAgenda();
        expect(`${card("Svitanok")} .o_bas_agenda_icon.fa-phone`).toHaveAttribute("title", "Phone Call");
        expect(`${card("Oksana")} .o_bas_agenda_icon.fa-bell`).toHaveAttribute("title", "Lead without an Answer");
        expect(`${card("Zatyshok")} .o_bas_agenda_icon.fa-shopping-cart`).toHaveCount(1);
    });

    test("the moment, without what the column tells", async () => {
        await mountAgenda();
        const say = (who) => plain(queryOne(`${card(who)} .o_bas_agenda_when`).textContent);
        expect(say("Obriy")).toBe("10:15");
        expect(say("Svitanok")).toMatch(/13.*9:30|13.*09:30/);
        expect(say("Kava")).toMatch(/^(Wednesday|середа)$/);
        expect(say("Zatyshok")).toBe("");
    });

    test("in a list, the moment with its day", async () => {
        Agenda._records = RECORDS;
        await mountView({ type: "list", resModel: "bas.agenda" });
        const texts = queryAllTexts(".o_data_row .o_bas_agenda_when").map(plain);
        expect(texts[2]).toMatch(/16.*10:15/);
        expect(texts[3]).toMatch(/18/);
        expect(texts[3]).not.toMatch(/:/);
        expect(texts[4]).toBe("");
    });

    test("a card opens its document, a name its customer", async () => {
        await mountAgenda();
        await contains(`${card("Obriy")} [name=subject], ${card("Obriy")} span:contains(Agree)`).click();
        await contains(`${card("Obriy")} .o_bas_agenda_who`).click();
        expect.verifySteps(["open 3", "read", "open_who 3", "read"]);
    });

    test("the phone is called by a link", async () => {
        await mountAgenda();
        expect(`${card("Oksana")} .o_bas_agenda_call`).toHaveAttribute("href", "tel:+38067123-45-67");
        expect(`${card("Svitanok")} .o_bas_agenda_call`).toHaveCount(0);
    });
});

describe("buttons", () => {
    test("done, not reached, plan a call: the board is read again", async () => {
        await mountAgenda();
        await contains(`${card("Svitanok")} .o_bas_agenda_done`).click();
        expect.verifySteps(["done 2", "read"]);
        await contains(`${card("Svitanok")} .o_bas_agenda_not_reached`).click();
        expect.verifySteps(["not_reached 2", "read"]);
        await contains(`${card("Zatyshok")} .o_bas_agenda_plan`).click();
        expect.verifySteps(["plan_call 5", "read"]);
    });

    test("a step that a colleague has finished: words, and a board without it", async () => {
        expect.errors(1);
        await mountAgenda();
        onRpc("bas.agenda", "action_done", () => {
            MockServer.env["bas.agenda"].unlink([2]);
            refuse("Oksana was first");
        });
        await contains(`${card("Svitanok")} .o_bas_agenda_done`).click();
        await animationFrame();
        expect(".modal, .o_notification").toHaveText(/Oksana was first/);
        expect(card("Svitanok")).toHaveCount(0);
        expect.verifyErrors(["Oksana was first"]);
        expect.verifySteps(["read"]);
    });

    test("the same in the list", async () => {
        expect.errors(1);
        onRpc("bas.agenda", "web_search_read", () => {
            expect.step("read the list");
        });
        onRpc("bas.agenda", "action_done", () => refuse("Oksana was first"));
        Agenda._records = RECORDS;
        await mountView({ type: "list", resModel: "bas.agenda" });
        expect.verifySteps(["read the list"]);
        await contains(".o_data_row:eq(1) .o_bas_agenda_done").click();
        await animationFrame();
        expect.verifyErrors(["Oksana was first"]);
        expect.verifySteps(["read the list"]);
    });
});

describe("another day", () => {
    const open = (who) => contains(`${card(who)} .o_bas_agenda_move`).click();

    test("tomorrow and next Monday", async () => {
        await mountAgenda();
        await open("Obriy");
        await contains(".o_bas_agenda_tomorrow").click();
        await open("Obriy");
        await contains(".o_bas_agenda_monday").click();
        expect.verifySteps(["tomorrow 3", "read", "next_monday 3", "read"]);
    });

    test("a day of the calendar, at the same hour", async () => {
        await mountAgenda();
        await open("Obriy");
        await contains(".o_bas_agenda_other_day").click();
        await contains(".o_bas_agenda_days .o_date_item_cell:not(.o_out_of_range):contains(/^25$/)").click();
        await animationFrame();
        expect(".o_bas_agenda_days").toHaveCount(0);
        expect.verifySteps([["write", 3, { date: "2026-03-25 10:15:00" }], "read"]);
    });

    test("today and tomorrow are left to the server: the hour may have passed", async () => {
        await mountAgenda();
        for (const [day, bucket] of [["16", "today"], ["17", "tomorrow"]]) {
            await open("Svitanok");
            await contains(".o_bas_agenda_other_day").click();
            await contains(`.o_bas_agenda_days .o_date_item_cell:not(.o_out_of_range):contains(/^${day}$/)`).click();
            await animationFrame();
            expect.verifySteps([["write", 2, { bucket }], "read"]);
        }
    });

    test("a step without an hour is written at noon", async () => {
        await mountAgenda();
        await open("Kava");
        await contains(".o_bas_agenda_other_day").click();
        await contains(".o_bas_agenda_days .o_date_item_cell:not(.o_out_of_range):contains(/^25$/)").click();
        await animationFrame();
        expect.verifySteps([["write", 4, { date: "2026-03-25 12:00:00" }], "read"]);
    });

    test("what nobody has planned is not moved from anywhere", async () => {
        await mountAgenda();
        expect(`${card("Zatyshok")} .o_bas_agenda_move`).toHaveCount(0);
    });
});

describe("dragging", () => {
    test("a card moves to its new day", async () => {
        await mountAgenda();
        await contains(card("Obriy")).dragAndDrop(column("Tomorrow"));
        await animationFrame();
        expect(`${column("Tomorrow")} ${card("Obriy")}`).toHaveCount(1);
        expect(`${column("Today")}.o_bas_agenda_empty`).toHaveCount(1);
        expect.verifySteps([["write", 3, { bucket: "tomorrow" }], "read"]);
    });

    test("nothing moves to the past, or out of the plan", async () => {
        await mountAgenda();
        onRpc("bas.agenda", "write", ({ args }) => refuse(`Not into ${args[1].bucket}`));
        for (const [title, bucket] of [["Overdue", "overdue"], ["No Next Step", "none"]]) {
            await contains(card("Obriy")).dragAndDrop(column(title));
            await animationFrame();
            expect(".o_notification:last").toHaveText(`Not into ${bucket}`, { message: "the words are the server's" });
            expect(`${column("Today")} ${card("Obriy")}`).toHaveCount(1);
            expect(".o_kanban_hover").toHaveCount(0);
            expect(".modal").toHaveCount(0);
        }
        expect.verifySteps(["read", "read"]);
    });

    test("a move that the server refuses is undone", async () => {
        expect.errors(1);
        await mountAgenda();
        onRpc("bas.agenda", "write", () => {
            throw makeServerError({ type: "AccessError", message: "The order is a colleague's" });
        });
        await contains(card("Obriy")).dragAndDrop(column("Later"));
        await animationFrame();
        expect(`${column("Today")} ${card("Obriy")}`).toHaveCount(1);
        expect.verifyErrors(["The order is a colleague's"]);
        expect.verifySteps(["read"]);
    });

    test("inside a column the order is that of time", async () => {
        await mountAgenda();
        await contains(card("Svitanok")).dragAndDrop(card("Oksana"));
        await animationFrame();
        expect.verifySteps([]);
    });
});

describe("my plan", () => {
    test("a figure and a bar", async () => {
        await mountAgenda({ plan: PLAN });
        await animationFrame();
        expect(".o_bas_my_plan_percent").toHaveText(/^65/);
        expect(queryOne(".o_bas_my_plan .progress-bar").style.width).toBe("65%");
        expect(".o_bas_my_plan .progress-bar").toHaveClass("bg-warning");
        const say = (part) => plain(queryOne(`.o_bas_my_plan_${part}`).textContent);
        expect(say("fact")).toBe("64,6 тис. ₴ / 100 тис. ₴");
        expect(say("forecast")).toMatch(/98 тис. ₴$/);
        expect(say("day")).toMatch(/2.?950 ₴$/);
    });

    test("it opens the plan-fact report", async () => {
        onRpc("bas.agenda", "action_open_my_plan", () => ({ type: "ir.actions.act_window", name: "Plan-Fact" }));
        mockService("action", { doAction: ({ name }) => expect.step(name) });
        await mountAgenda({ plan: PLAN });
        await contains(".o_bas_my_plan").click();
        expect.verifySteps(["Plan-Fact"]);
    });

    test("a plan that is met asks for nothing more", async () => {
        await mountAgenda({ plan: { ...PLAN, fact: 120000, completion: 1.2, forecast: false, forecast_completion: false, pace: "good", missing: 0, missing_per_day: 0 } });
        await animationFrame();
        expect(queryOne(".o_bas_my_plan .progress-bar").style.width).toBe("100%");
        expect(".o_bas_my_plan .progress-bar").toHaveClass("bg-success");
        expect(".o_bas_my_plan_day").toHaveText("The plan is met");
        expect(".o_bas_my_plan_forecast").toHaveCount(0);
    });

    test("without a plan there is nothing", async () => {
        await mountAgenda();
        await animationFrame();
        expect(".o_bas_my_plan").toHaveCount(0);
    });
});
