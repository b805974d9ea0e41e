import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getBars, getScale, getWidth } from "@bas_crm/analysis/managers/manager_model";
import { formatDifference, getChange, getPoints } from "@bas_crm/analysis/report/change";
import { user } from "@web/core/user";
import { contains, defineModels, fields, mockService, models, mountView, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

class Report extends models.Model {
    _name = "bas.manager.report";

    user_id = fields.Many2one({ relation: "res.users" });

    _views = { bas_managers: `<bas_managers/>`, search: `<search><filter name="mine" string="Mine" domain="[('user_id', '=', 7)]"/></search>` };
}

defineMailModels();
defineModels([Report]);
describe.current.tags("desktop");

let managers;
beforeEach(() => {
    mockDate("2026-03-15 12:00:00");
    managers = [];
    onRpc("bas.manager.report", "get_managers", () => managers);
});

const column = (name, rest = {}) => ({ name, label: name, type: "count", help: "", good: 1, color: false, domain: [["kind", "in", ["invoice"]]], ...rest });
const revenue = column("revenue", { label: "Revenue", type: "amount", color: 4 });
const average = column("average", { label: "Average", type: "amount", domain: [["kind", "in", ["invoice", "order"]]] });
const debt = column("debt", { label: "Debt", type: "amount", color: 4, good: -1, domain: [["kind", "in", ["debt"]]] });
const overdue = column("overdue", { label: "Overdue", type: "amount", color: 1, good: -1, domain: [["kind", "in", ["overdue"]]] });
const share = column("share", { label: "Part", type: "share", good: -1, domain: [["kind", "in", ["overdue"]]] });

const row = (user_id, name, figures, previous = {}, rest = {}) => ({ user_id, name, active: true, figures, previous, ...rest });

/** March beside February: Olena has half as much again, Ivan a third less and has left since, somebody's is nobody's. */
function getFigures(rest = {}) {
    return {
        indicator: "revenue", currency_id: 1, columns: [revenue, average],
        period: { from: "2026-03-01", to: "2026-03-31" }, previous: { from: "2026-02-01", to: "2026-02-28" },
        rows: [
            row(7, "Olena", { revenue: 3000, average: 1500 }, { revenue: 2000, average: 1500 }),
            row(8, "Ivan", { revenue: 1000, average: false }, { revenue: 1500, average: 500 }, { active: false }),
            row(false, "Manager not specified", { revenue: 0, average: false }, { revenue: 0, average: false }),
        ],
        total: { figures: { revenue: 4000, average: 2000 }, previous: { revenue: 3500, average: 1000 } },
        ...rest,
    };
}

function getDebts() {
    const figures = { debt: 1100, overdue: 275, share: 0.25 };
    return getFigures({
        indicator: "debt", columns: [debt, overdue, share],
        rows: [row(7, "Olena", figures, { debt: 100, overdue: 550, share: 0.5 })], total: { figures, previous: figures },
    });
}

async function mount(answer = getFigures(), params = {}) {
    onRpc("get_figures", ({ args, kwargs }) => {
        const [indicator, domain] = args;
        const { bas_manager_period: period, bas_manager_date: date, bas_manager_from: from, bas_manager_to: to } = kwargs.context;
        expect.step({ indicator, domain, period, ...(date && { date }), ...(from && { from }), ...(to && { to }) });
        return typeof answer === "function" ? answer(indicator, kwargs.context) : answer;
    });
    await mountView({ type: "bas_managers", resModel: "bas.manager.report", context: { bas_manager_period: "month" }, ...params });
    expect.verifySteps([{ indicator: "revenue", domain: params.domain || [], period: "month" }]);
}

const asked = (rest = {}) => [{ indicator: "revenue", domain: [], period: "month", ...rest }];

function catchAction() {
    mockService("action", { doAction: (action) => expect.step(action) });
}

test("bars: sums stand one below another, parts of a number one after another, what is overdue begins the debt", () => {
    const draw = (...args) => getBars(...args).map((parts) => parts.map(({ column: { name }, value }) => [name, value]));
    const paid = column("paid", { color: 10 }), unpaid = column("unpaid", { color: 1 });
    expect(draw("leads", [paid, column("all"), unpaid], { paid: 2, all: 3, unpaid: 1 })).toEqual([[["paid", 2]], [["unpaid", 1]]]);
    expect(draw("orders", [column("all"), paid, unpaid], { all: 3, paid: 2, unpaid: 1 })).toEqual([[["paid", 2], ["unpaid", 1]]]);
    expect(draw("debt", [debt, overdue, share], { debt: 1100, overdue: 275 })).toEqual([[["overdue", 275], ["debt", 825]]]);
    expect(draw("debt", [debt, overdue, share], { debt: 100, overdue: 275 })).toEqual([[["overdue", 275], ["debt", 0]]]);
    expect(draw("revenue", [revenue], { revenue: -5 })).toEqual([[["revenue", 0]]]);
});

test("widths: the longest bar, or what was before, is whole; what is there is seen", () => {
    const bars = [[[{ value: 3 }, { value: 1 }]], [[{ value: 2 }]]];
    expect(getScale(bars, [1])).toBe(4);
    expect(getScale(bars, [8])).toBe(8);
    expect(getScale([], [])).toBe(0);
    expect([4, 1, 0.001, 0, -1].map((value) => getWidth(value, 4))).toEqual([100, 25, 0.5, 0, 0]);
    expect(getWidth(1, 0)).toBe(0);
});

test("a change is a part of what was before, whichever sign that had", () => {
    expect(getChange(3000, 2000)).toEqual({ share: 0.5, sign: 1 });
    expect(getChange(-50, -100)).toEqual({ share: 0.5, sign: 1 });
    expect([getChange(5, 5), getChange(5, 0), getChange(false, 5), getChange(5, false)]).toEqual([null, null, null, null]);
});

test("a share changes by percentage points", () => {
    expect(getPoints(0.25, 0.5)).toEqual({ points: -25, sign: -1 });
    expect(getPoints(0.25, 0)).toEqual({ points: 25, sign: 1 });
    expect([getPoints(0.5, 0.5), getPoints(false, 0.5), getPoints(0.5, false)]).toEqual([null, null, null]);
});

test("a difference has a sign, where both have a figure", () => {
    expect([5, -5, 0, false].map((figure) => formatDifference(figure, String))).toEqual(["+5", "−5", "0", "—"]);
});

test("a period that has not ended says with what it is compared", async () => {
    await mount(getFigures({ is_unfinished: true }));
    expect(".o_bas_manager_days").toHaveText(/as many days as have passed$/);
});

test("the figures are drawn, and a table tells them to a screen reader", async () => {
    await mount();
    expect("table[role=table] caption").toHaveCount(1);
    expect(queryAllTexts("tbody [data-figure=all]")).toEqual(["Olena", "Ivan", "Manager not specified"]);
    expect(queryAllTexts("[data-figure=revenue]").map((text) => text.replace(/[^\d,]/g, ""))).toEqual(["3,000", "1,000", "4,000"]);
    expect("[data-figure=revenue]:first").toHaveAttribute("aria-label", /^Olena, Revenue: .*3,000/);
    expect(".o_bas_manager_total [data-figure=revenue]").toHaveAttribute("aria-label", /^In all, Revenue: .*4,000/);
    expect("[data-manager='8'] .badge").toHaveText("archived");
    expect("[data-manager='8'] .o_bas_manager_cell:last").toHaveText(/^—/);
    expect("[data-manager='8'] [data-figure=average]").toHaveCount(0);
    expect([...document.querySelectorAll(".o_bas_manager_part")].map((part) => part.style.width)).toEqual(["100%", "33.3333%", "0%"]);
    expect(queryFirst(".o_bas_manager_lines .o_bas_manager_previous").style.width).toBe("66.6667%");
    expect(".o_bas_manager_days").toHaveText("03/01/2026 – 03/31/2026, beside it 02/01/2026 – 02/28/2026");
});

test("what has changed since the period before: an arrow, a part, and whether it is for the better", async () => {
    await mount((indicator) => (indicator === "debt" ? getDebts() : getFigures()));
    const changes = ".o_bas_manager_change > span:last-child:not(:only-child)";
    expect(queryAllTexts(`tbody ${changes}`)).toEqual(["▲ +50 %", "▼ −33 %"]);
    expect(`[data-manager='7'] ${changes}`).toHaveClass("text-success");
    expect(`[data-manager='8'] ${changes}`).toHaveClass("text-danger");
    expect(queryAllTexts(`tfoot ${changes}`)).toEqual(["▲ +14 %", "▲ +100 %"]);
    expect("tbody tr:last-child .o_bas_manager_change").toHaveCount(0);
    await contains("[data-indicator=debt]").click();
    expect(queryAllTexts(`tbody ${changes}`)).toEqual(["▲", "▼ −50 %", "▼ −25.0 pp"], { message: "eleven times as much is no per cent" });
    expect(`[data-manager='7'] td:eq(0) ${changes}`).toHaveClass("text-danger");
    expect(`[data-manager='7'] td:eq(1) ${changes}`).toHaveClass("text-success");
    expect("[data-manager='7'] [data-figure=share]").toHaveText("25.0 %");
    expect(".o_bas_manager_days").toHaveText("On 03/31/2026, beside it on 02/28/2026");
    expect.verifySteps(asked({ indicator: "debt" }));
});

test("figures are compared with a year ago, and with the period before again", async () => {
    onRpc("get_figures", ({ kwargs: { context } }) => {
        expect.step(context.bas_manager_compare || "by default");
        return getFigures({ compare: context.bas_manager_compare || "before" });
    });
    await mountView({ type: "bas_managers", resModel: "bas.manager.report", context: { bas_manager_period: "month" } });
    expect(".o_bas_report_compare").toHaveValue("before");
    expect(".o_bas_manager_legend").toHaveText(/Revenue: previous period/);
    await contains(".o_bas_report_compare").select("year");
    expect(".o_bas_manager_legend").toHaveText(/Revenue: a year ago/);
    expect(".o_bas_manager_change span:first").toHaveAttribute("data-tooltip", "A year ago");
    await contains(".o_bas_report_compare").select("before");
    expect.verifySteps(["by default", "year", "before"]);
});

/** Two managers in two indicators; Ivan has left. */
function getSections() {
    const rows = [row(7, "Olena", { revenue: 3000, average: 1500 }, { revenue: 2000, average: 1500 }),
        row(8, "Ivan", { revenue: 1000, average: false }, { revenue: 1500, average: 500 }, { active: false })];
    const debts = [row(7, "Olena", { debt: 100, overdue: 25, share: 0.25 }, { debt: 0, overdue: 0, share: false }),
        row(8, "Ivan", { debt: 400, overdue: 0, share: 0 }, { debt: 0, overdue: 0, share: false })];
    return [
        getFigures({ rows, difference: { revenue: 2000, average: false } }),
        getFigures({
            indicator: "debt", columns: [debt, overdue, share], rows: debts, difference: { debt: -300, overdue: 25, share: 0.25 },
        }),
    ];
}

async function mountPair() {
    managers = [7, 8, 9].map((id, index) => ({ id, name: ["Olena", "Ivan", "Ada"][index], active: true }));
    onRpc("get_pair", ({ args, kwargs }) => {
        expect.step({ domain: args[0], pair: kwargs.context.bas_manager_pair });
        return getSections();
    });
    await mount();
    await contains(".o_bas_report_two").click();
}

test("two managers side by side: each figure of both, and the difference", async () => {
    await mountPair();
    expect.verifySteps([{ domain: [], pair: [7, 8] }]);
    expect(".o_bas_report_two").toHaveAttribute("aria-pressed", "true");
    expect("[data-indicator], .o_bas_manager_chart").toHaveCount(0);
    expect(queryAllTexts("thead .o_bas_manager_cell")).toEqual(["Olena", "Ivanarchived", "Difference"]);
    expect(queryAllTexts(".o_bas_manager_section .o_bas_manager_who")).toEqual(["Revenue", "DebtOn 03/31/2026, beside it on 02/28/2026"]);
    expect(queryAllTexts(".o_bas_manager_pair [data-figure]:not([data-figure=all])").map((text) => text.replace(/[^\d,.%]/g, ""))).toEqual(
        ["3,000", "1,000", "1,500", "100", "400", "25", "25.0%"]
    );
    expect(queryAllTexts(".o_bas_manager_difference").map((text) => text.replace(/[^\d,.p+−—]/g, ""))).toEqual(
        ["+2,000", "—", "−300", "+25", "+25.0pp"]
    );
});

test("a figure of one of two managers opens the documents of its own indicator", async () => {
    const opened = [];
    mockService("action", { doAction: ({ name, domain, context }) => opened.push([name, domain, context]) });
    await mountPair();
    expect.verifySteps([{ domain: [], pair: [7, 8] }]);
    await contains("[data-manager='8'] [data-figure=debt]").click();
    await contains("[data-section=revenue] .o_bas_manager_all:first").click();
    const pair = { bas_manager_period: "month", bas_manager_pair: [7, 8], bas_manager_is_fixed: true };
    expect(opened).toEqual([
        ["Ivan · Debt", ["&", ["user_id", "=", 8], ["kind", "in", ["debt"]]], { ...pair, bas_manager_indicator: "debt", group_by: ["partner_id"] }],
        ["Olena", ["&", ["user_id", "=", 7], ["kind", "in", ["invoice", "order"]]], { ...pair, bas_manager_indicator: "revenue" }],
    ]);
});

test("other managers are chosen, one chosen twice changes places, and all come back", async () => {
    await mountPair();
    expect(queryAllTexts(".o_bas_report_manager:first option")).toEqual(["Olena", "Ivan", "Ada"]);
    await contains(".o_bas_report_manager:last").select("9");
    await contains(".o_bas_report_manager:first").select("9");
    expect.verifySteps([[7, 8], [7, 9], [9, 7]].map((pair) => ({ domain: [], pair })));
    await contains(".o_bas_report_two").click();
    expect.verifySteps(asked());
    expect(".o_bas_report_manager, .o_bas_manager_pair").toHaveCount(0);
});

test("with one manager, or for own documents only, the choice of two is not offered", async () => {
    await mount();
    expect(".o_bas_report_two, .o_bas_report_manager").toHaveCount(0);
    expect(".o_bas_report_compare").toHaveCount(1);
});

test("a favourite with two managers shows the usual table to a user with own documents only", async () => {
    patchWithCleanup(user, { hasGroup: async () => false });
    onRpc("get_figures", ({ kwargs }) => {
        expect.step(kwargs.context.bas_manager_pair);
        return getFigures();
    });
    await mountView({
        type: "bas_managers", resModel: "bas.manager.report", context: { bas_manager_period: "month", bas_manager_pair: [7, 8] },
    });
    expect.verifySteps([false]);
    expect(".o_bas_manager_chart").toHaveCount(1);
});

test("without a period before nothing is beside the figures", async () => {
    await mount(getFigures({ previous: false }));
    expect(".o_bas_manager_change, .o_bas_manager_previous").toHaveCount(0);
    expect(".o_bas_manager_days").toHaveText("03/01/2026 – 03/31/2026");
});

test("another indicator is read when its button is pressed, and shown as pressed", async () => {
    await mount((indicator) => (indicator === "debt" ? getDebts() : getFigures()));
    expect("[data-indicator=revenue]").toHaveAttribute("aria-pressed", "true");
    await contains("[data-indicator=debt]").click();
    expect.verifySteps(asked({ indicator: "debt" }));
    expect("[data-indicator=debt]").toHaveAttribute("aria-pressed", "true");
    expect("[data-indicator=revenue]").toHaveAttribute("aria-pressed", "false");
    expect(queryAllTexts("thead th")).toEqual(["Manager", "Debt", "Overdue", "Part"]);
});

test("periods are walked through, back to today, and made longer", async () => {
    await mount();
    expect(".o_bas_manager_now").toHaveText("March 2026");
    await contains(".o_bas_manager_before").click();
    expect.verifySteps(asked({ date: "2026-02-15" }));
    expect(".o_bas_manager_now").toHaveText("February 2026");
    await contains(".o_bas_manager_before").click();
    expect.verifySteps(asked({ date: "2026-01-15" }));
    await contains(".o_bas_manager_after").click();
    expect.verifySteps(asked({ date: "2026-02-15" }));
    await contains(".o_bas_report_period").select("quarter");
    expect.verifySteps(asked({ period: "quarter", date: "2026-02-15" }));
    expect(".o_bas_manager_now").toHaveText("Quarter 1, 2026");
    await contains(".o_bas_manager_before").click();
    expect.verifySteps(asked({ period: "quarter", date: "2025-11-15" }));
    expect(".o_bas_manager_now").toHaveText("Quarter 4, 2025");
    await contains(".o_bas_manager_now").click();
    expect.verifySteps(asked({ period: "quarter" }));
    expect(".o_bas_manager_now").toHaveText("Quarter 1, 2026");
});

test("days of one's own begin with those of the period that was shown", async () => {
    await mount();
    expect(".o_bas_report_dates").toHaveCount(0);
    await contains(".o_bas_report_period").select("custom");
    expect.verifySteps(asked({ period: "custom", from: "2026-03-01", to: "2026-03-31" }));
    expect(".o_bas_manager_steps").toHaveCount(0);
    expect(".o_bas_report_dates input:first").toHaveValue("03/01/2026");
    await contains(".o_bas_report_dates input:first").edit("03/10/2026", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps(asked({ period: "custom", from: "2026-03-10", to: "2026-03-31" }));
});

test("a click opens the rows behind the figure, and the keyboard does", async () => {
    catchAction();
    await mount(getFigures(), { domain: [["user_id", "!=", 9]] });
    const all = ["user_id", "!=", 9];
    const opened = (domain, name) => ({
        type: "ir.actions.act_window", name, res_model: "bas.manager.report", views: [[false, "list"], [false, "kanban"]],
        mobile_view_mode: "kanban", domain,
        context: { bas_manager_indicator: "revenue", bas_manager_period: "month", bas_manager_is_fixed: true },
    });
    const invoices = ["kind", "in", ["invoice"]], both = ["kind", "in", ["invoice", "order"]];
    await contains("[data-manager='7'] [data-figure=revenue]").click();
    expect.verifySteps([opened(["&", all, "&", ["user_id", "=", 7], invoices], "Olena · Revenue")]);
    await contains("tbody tr:last-child [data-figure=all]").click();
    expect.verifySteps([opened(["&", all, "&", ["user_id", "=", false], both], "Manager not specified")]);
    await contains(".o_bas_manager_part:first").click();
    expect.verifySteps([opened(["&", all, "&", ["user_id", "=", 7], invoices], "Olena · Revenue")]);
    await contains(".o_bas_manager_total [data-figure=average]").press("Enter");
    expect.verifySteps([opened(["&", all, both], "Average")]);
    await contains("[data-manager='7'] [data-figure=revenue]").focus();
    await press("Tab");
    expect("[data-manager='7'] [data-figure=average]").toBeFocused();
    await press("Enter");
    expect.verifySteps([opened(["&", all, "&", ["user_id", "=", 7], both], "Olena · Average")]);
});

test("behind a debt stand its movements by customer", async () => {
    catchAction();
    await mount((indicator) => (indicator === "debt" ? getDebts() : getFigures()));
    await contains("[data-indicator=debt]").click();
    expect.verifySteps(asked({ indicator: "debt" }));
    await contains("[data-manager='7'] [data-figure=overdue]").click();
    expect.verifySteps([{
        type: "ir.actions.act_window", name: "Olena · Overdue", res_model: "bas.manager.report", mobile_view_mode: "kanban",
        views: [[false, "list"], [false, "kanban"]], domain: ["&", ["user_id", "=", 7], ["kind", "in", ["overdue"]]],
        context: {
            bas_manager_indicator: "debt", bas_manager_period: "month", group_by: ["partner_id"], bas_manager_is_fixed: true,
        },
    }]);
});

test("an empty period says so, and is made longer", async () => {
    const nothing = getFigures({ rows: [] });
    await mount((_, { bas_manager_period }) => (bas_manager_period === "year" ? getFigures() : nothing));
    expect(".o_bas_manager_empty .h4").toHaveText("There is nothing in the period 03/01/2026 – 03/31/2026.");
    expect(".o_bas_manager_table, .o_bas_manager_chart").toHaveCount(0);
    expect(queryAllTexts(".o_bas_manager_widen")).toEqual(["Show the quarter", "Show the year"]);
    await contains(".o_bas_manager_widen:last").click();
    expect.verifySteps(asked({ period: "year" }));
    expect(".o_bas_manager_table").toHaveCount(1);
    expect(".o_bas_report_period").toHaveValue("year");
});

test("a period that has not come is called so", async () => {
    await mount(getFigures({ rows: [], period: { from: "2026-04-01", to: "2026-04-30" } }));
    expect(".o_bas_manager_empty .h4").toHaveText("The period 04/01/2026 – 04/30/2026 has not come yet.");
});

test("what is still to come is not called less than what was", async () => {
    await mount(getFigures({ period: { from: "2026-04-01", to: "2026-04-30" } }));
    expect(queryAllTexts("tbody .o_bas_manager_change span:first-child")[0]).toMatch(/2,000/);
    expect(".o_bas_manager_change .text-success, .o_bas_manager_change .text-danger").toHaveCount(0);
});

test("the print has the domain and the period of the screen, and the manager whose page it is", async () => {
    mockService("action", {
        doAction: ({ report_name, data, context: { bas_manager_period: period } }) => expect.step({ report_name, data, period }),
    });
    const domain = [["user_id", "!=", 9]];
    const printed = (data) => [{ report_name: "bas_crm.report_managers", data, period: "month" }];
    await mount(getFigures(), { domain });
    await contains(".o_bas_report_print").click();
    expect.verifySteps(printed({ domain }));
    await contains("[data-manager='8'] .o_bas_manager_page").click();
    expect.verifySteps(printed({ domain, user_id: 8 }));
    await contains("tbody tr:last-child .o_bas_manager_page").click();
    expect.verifySteps(printed({ domain, user_id: false }));
});

test("the search bar stays: a filter goes to the figures", async () => {
    onRpc("get_figures", ({ args }) => {
        expect.step(args);
        return getFigures();
    });
    await mountView({ type: "bas_managers", resModel: "bas.manager.report", context: { search_default_mine: 1, bas_manager_indicator: "orders" } });
    expect.verifySteps([["orders", [["user_id", "=", 7]]]]);
});

test("the spreadsheet has the domain and the period of the screen", async () => {
    onRpc("/bas_crm/managers/xlsx", async (request) => {
        const { domain, context } = JSON.parse((await request.formData()).get("data"));
        expect.step({ domain, period: context.bas_manager_period });
        return new Blob([]);
    }, { pure: true });
    await mount(getFigures(), { domain: [["user_id", "!=", 9]] });
    await contains(".o_bas_report_export").click();
    await expect.waitForSteps([{ domain: [["user_id", "!=", 9]], period: "month" }]);
});
