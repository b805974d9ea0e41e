import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryAttribute } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { drawLine } from "@bas_crm/day/morning/morning_line";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, getService, mockService, models, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

class Morning extends models.Model {
    _name = "bas.morning";
}

defineMailModels();
defineModels([Morning]);

const figure = (label, value, rest = {}) => ({
    label, days: "", figure: value, kind: "amount", action: false, measure: false, comparisons: [], mood: "", ...rest,
});

const tile = (key, figures, rest = {}) => ({
    key, title: key, figures, icon: "fa-money", is_wide: false, line: [], line_label: "", lines: [], flow: false, bar: false,
    note: "", is_empty: false, ...rest,
});

const getPage = (rest = {}) => ({
    today: "Tuesday, 10 March", company: "Comfort", currency_id: 1, team_id: false,
    teams: [{ id: 1, name: "Wholesale" }, { id: 2, name: "Retail" }],
    letter: { weekday: false, choices: [["0", "Every Monday"], ["4", "Every Friday"]], email: "boss@example.com" },
    tiles: [
        tile("money", [figure("Yesterday", 1200), figure("March", 1258000, {
            days: "1–10 Mar", action: { name: "opened" }, comparisons: [
                { label: "1–10 Feb", figure: 1000000, kind: "amount", change: 0.258, mood: "good" },
                { label: "1–10 Mar 2025", figure: 100, kind: "amount", change: 12579, mood: "good" },
            ],
        })], { is_wide: true, line: [0, 1, 3], line_label: "Money of thirty days" }),
        tile("revenue", [figure("March", 500)], {
            bar: { share: 0.25, expected: 0.775, mood: "bad" },
            lines: [figure("Plan", 2000, { action: { name: "plan" } }), figure("Completion", 0.25, { kind: "share" }),
                    figure("No plan", false)],
        }),
        tile("losses", [figure("Amount", 0)], { note: "No order was cancelled.", is_empty: true }),
        tile("steps", [figure("Steps", 3, { kind: "count", mood: "bad", action: { name: "steps" } })], {
            flow: figure("Done", 7, { kind: "count", days: "1–10 Mar" }) }),
    ],
    ...rest,
});

let page;
beforeEach(() => {
    page = getPage();
    onRpc("bas.morning", "get_tiles", ({ args }) => {
        expect.step(`tiles: ${args[0]}`);
        return { ...page, team_id: args[0] };
    });
});

async function openMorning() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction("bas_crm.morning");
    await animationFrame();
}

for (const size of ["desktop", "mobile"]) {
    describe(size, () => {
        describe.current.tags(size);

        test("tiles tell figures, what they are compared with, and a small line", async () => {
            await openMorning();
            expect.verifySteps(["tiles: false"]);
            expect(".o_bas_morning_tile").toHaveCount(4);
            expect(queryAllTexts("[data-tile=money] .o_bas_morning_number")).toEqual(["$ 1,200", "$ 1.26M"]);
            expect(queryAllTexts("[data-tile=money] .o_bas_morning_comparison")).toEqual([
                "1–10 Feb: $ 1M▲ +26 %", "1–10 Mar 2025: $ 100▲"]);
            expect("[data-tile=money] .o_bas_morning_line").toHaveCount(1);
            expect(queryAttribute("[data-tile=money] .o_bas_morning_line", "aria-label")).toBe("Money of thirty days");
            expect(".o_bas_morning_wide").toHaveCount(1);
            expect(queryAllTexts("[data-tile=revenue] .o_bas_morning_row > :last-child")).toEqual(["$ 2,000", "25 %", "—"]);
            expect("[data-tile=revenue] .progress-bar").toHaveClass("bg-danger");
            expect("[data-tile=steps] .o_bas_morning_flow").toHaveText(/Done · 1–10 Mar\s+7/);
        });

        test("an empty tile teaches", async () => {
            await openMorning();
            expect("[data-tile=losses] .o_bas_morning_note").toHaveText("No order was cancelled.");
            expect("[data-tile=losses] .o_bas_morning_line").toHaveCount(0);
            expect.verifySteps(["tiles: false"]);
        });

        test("a figure opens its documents", async () => {
            mockService("action", {
                doAction(action) {
                    if (action.name) {
                        expect.step(action.name);
                        return;
                    }
                    return super.doAction(...arguments);
                },
            });
            await openMorning();
            await contains("[data-tile=money] .o_bas_morning_open").click();
            await contains("[data-tile=revenue] .o_bas_morning_row .o_bas_morning_open").click();
            expect.verifySteps(["tiles: false", "opened", "plan"]);
        });

        test("a team is chosen", async () => {
            await openMorning();
            await contains(".o_bas_morning_team").select("2");
            await animationFrame();
            await contains(".o_bas_morning_team").select("");
            await animationFrame();
            expect.verifySteps(["tiles: false", "tiles: 2", "tiles: false"]);
        });

        test("a late answer does not replace that of the team chosen after it", async () => {
            await openMorning();
            const late = new Deferred();
            onRpc("bas.morning", "get_tiles", async ({ args }) => {
                if (args[0] === 1) {
                    await late;
                    return { ...page, team_id: 1, today: "Late" };
                }
                return { ...page, team_id: args[0], today: "In time" };
            });
            await contains(".o_bas_morning_team").select("1");
            await contains(".o_bas_morning_team").select("2");
            await animationFrame();
            expect(".o_bas_morning_day").toHaveText("In time");
            late.resolve();
            await animationFrame();
            expect(".o_bas_morning_day").toHaveText("In time");
            expect(".o_bas_morning_team").toHaveValue("2");
            expect.verifySteps(["tiles: false"]);
        });

        test("the letter is asked for and taken back", async () => {
            onRpc("bas.morning", "set_weekday", ({ args }) => {
                expect.step(`weekday: ${args[0]}`);
                return { ...page.letter, weekday: args[0], email: false };
            });
            await openMorning();
            expect(".o_bas_morning_no_email").toHaveCount(0);
            await contains(".o_bas_morning_weekday").select("0");
            expect(".o_bas_morning_no_email").toHaveCount(1);
            await contains(".o_bas_morning_weekday").select("");
            expect(".o_bas_morning_no_email").toHaveCount(0);
            expect.verifySteps(["tiles: false", "weekday: 0", "weekday: false"]);
        });

        test("the page is printed", async () => {
            mockService("action", {
                doAction(action) {
                    if (action.report_name) {
                        expect.step(`${action.report_name}: ${action.data.team_id}`);
                        return;
                    }
                    return super.doAction(...arguments);
                },
            });
            await openMorning();
            await contains(".o_bas_morning_print").click();
            expect.verifySteps(["tiles: false", "bas_crm.report_morning: false"]);
        });

        test("who has no letter and no choice of teams has no such controls", async () => {
            page = getPage({ letter: false, teams: [] });
            await openMorning();
            expect(".o_bas_morning_team, .o_bas_morning_weekday").toHaveCount(0);
            expect.verifySteps(["tiles: false"]);
        });
    });
}

describe("small line", () => {
    describe.current.tags("desktop");

    test("from zero to the highest, over the whole width", () => {
        expect(drawLine([0, 5, 10])).toEqual({ line: "M0.0,28.0 L50.0,15.0 L100.0,2.0", area: "M0.0,28.0 L50.0,15.0 L100.0,2.0 L100,30 L0,30 Z" });
        expect(drawLine([-5, 5]).line).toBe("M0.0,28.0 L100.0,2.0");
    });

    test("nothing is drawn of nothing", () => {
        expect(drawLine([])).toBe(null);
        expect(drawLine([0, 0, 0])).toBe(null);
    });
});
