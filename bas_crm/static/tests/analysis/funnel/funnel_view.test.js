import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getCorners, getWidths } from "@bas_crm/analysis/funnel/funnel_model";
import { user } from "@web/core/user";
import { contains, defineModels, fields, mockService, models, mountView, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

class Report extends models.Model {
    _name = "bas.funnel.report";

    user_id = fields.Many2one({ relation: "res.users" });
    stage_id = fields.Many2one({ relation: "res.users" });
    amount = fields.Float();

    _views = { bas_funnel: `<bas_funnel/>`, search: `<search><filter name="mine" string="Mine" domain="[('user_id', '=', 7)]"/></search>` };
}

class OrderType extends models.Model {
    _name = "bas.order.type";

    name = fields.Char();
    is_recomputing = fields.Boolean();
}

defineMailModels();
defineModels([OrderType, Report]);
describe.current.tags("desktop");

let managers;
beforeEach(() => {
    managers = [];
    onRpc("bas.funnel.report", "get_managers", () => managers);
});

const cell = (step, count, rest = {}) => ({
    step, count, amount: count * 100, hours: 2.5, to_previous: count / 10, to_first: count / 10, moved_on: 0, there: 0, lost: 0,
    returned: 0, lost_amount: 0, reasons: [], ...rest,
});
const steps = [
    { id: 1, name: "New", color: 4, is_done: false },
    { id: 2, name: "Agreed", color: 2, is_done: false },
    { id: 3, name: "Done", color: 10, is_done: true },
];
const losses = { lost: 2, lost_amount: 200, reasons: [{ id: 5, count: 2, amount: 200 }] };

function getFunnel(rest = {}) {
    return {
        reading: "cohort", has_conversion: true, step_label: "Stage", steps, currency_id: 1, hidden: 0, period: "this_month",
        date_from: "2026-03-01", date_to: "2026-03-31", as_of: false, type: 9, types: [{ id: 9, name: "Sales" }],
        reasons: [{ id: 5, name: "Too Expensive", color: 1, count: 2, amount: 200 }],
        groups: [{
            name: "", domain: [], count: 10,
            cells: [cell(1, 10, { to_previous: false, there: 3, ...losses }), cell(2, 5, { returned: 1 }), cell(3, 0, { hours: false })],
        }],
        ...rest,
    };
}

async function mount(funnel = getFunnel(), params = {}) {
    onRpc("get_funnel", ({ args, kwargs }) => {
        const [domain, groupby] = args;
        const { bas_funnel_reading: reading, bas_funnel_period: period } = kwargs.context;
        expect.step(JSON.stringify({ domain, groupby, reading, period }));
        return typeof funnel === "function" ? funnel(kwargs.context) : funnel;
    });
    await mountView({
        type: "bas_funnel", resModel: "bas.funnel.report", context: { bas_funnel_reading: "cohort", bas_funnel_period: "this_month" },
        ...params,
    });
}

function catchAction() {
    mockService("action", { doAction: (action) => expect.step(action) });
}

test("widths: the widest is whole, what is there is seen, what is not there is not", () => {
    const cells = [10, 5, 0.01, 0].map((count) => ({ count, amount: count * 3 }));
    expect(getWidths(cells, "count")).toEqual([100, 50, 3, 0]);
    expect(getWidths(cells, "amount")).toEqual([100, 50, 3, 0]);
    expect(getWidths([{ count: 0 }, { count: 0 }], "count")).toEqual([0, 0]);
});

test("widths: what is done does not set the scale of a snapshot, unless there is nothing else", () => {
    const cells = [4, 2, 400].map((count) => ({ count }));
    expect(getWidths(cells, "count", [false, false, true])).toEqual([100, 50, 100]);
    expect(getWidths([{ count: 0 }, { count: 400 }], "count", [false, true])).toEqual([0, 100]);
});

test("a step narrows to the one below", () => {
    expect(getCorners(100, 50)).toBe("0,0 100,0 75,10 25,10");
    expect(getCorners(0, 0)).toBe("50,0 50,0 50,10 50,10");
});

test("the figures are drawn, and a table tells them to a screen reader", async () => {
    await mount();
    expect.verifySteps([JSON.stringify({ domain: [], groupby: [], reading: "cohort", period: "this_month" })]);
    expect("table[role=table] caption").toHaveCount(1);
    expect(queryAllTexts("th[scope=row] > span")).toEqual(["New", "Agreed", "Done"]);
    expect(queryAllTexts("[data-figure=count]")).toEqual(["10", "5", "0"]);
    expect("[data-figure=count]:eq(1)").toHaveAttribute("aria-label", "Agreed: 5");
    expect(queryAllTexts("[data-figure=to_previous]")).toEqual(["50 %", "0 %"]);
    expect(queryAllTexts("[data-figure=hours]")).toEqual(["2 h 30 min", "2 h 30 min"]);
    expect("svg").toHaveAttribute("aria-hidden", "true");
    expect("polygon:eq(0)").toHaveAttribute("points", "0,0 100,0 75,10 25,10");
    expect("[data-figure=there]").toHaveText("3 stand here");
    expect("[data-figure=returned]").toHaveText("1 went back");
    expect(".o_bas_funnel_bar").toHaveCount(1);
    expect(queryFirst(".o_bas_funnel_bar").style.width).toBe("100%");
    expect(".o_bas_funnel_bar").toHaveClass("o_bas_color_1");
    expect(".o_bas_funnel_legend li").toHaveCount(1);
});

test("by sum the sums stand in the shape", async () => {
    await mount();
    expect.verifySteps([JSON.stringify({ domain: [], groupby: [], reading: "cohort", period: "this_month" })]);
    await contains(".o_bas_funnel_by_amount").click();
    expect(".o_bas_funnel_by_amount").toHaveAttribute("aria-pressed", "true");
    expect("[data-figure=count]:eq(0)").toHaveText(/1,000/);
    expect("[data-figure=amount]:eq(0)").toHaveText("10");
});

test("a click opens the rows behind the figure, and the keyboard does", async () => {
    catchAction();
    await mount(getFunnel(), { domain: [["amount", ">", 0]] });
    expect.verifySteps([JSON.stringify({ domain: [["amount", ">", 0]], groupby: [], reading: "cohort", period: "this_month" })]);
    const opened = (domain, name) => ({
        type: "ir.actions.act_window", name, res_model: "bas.funnel.report", views: [[false, "list"], [false, "kanban"]],
        mobile_view_mode: "kanban", domain,
        context: { bas_funnel_reading: "cohort", bas_funnel_period: "this_month", bas_funnel_type: 9, bas_funnel_is_fixed: true },
    });
    const all = ["amount", ">", 0];
    await contains("[data-figure=count]:eq(1)").click();
    expect.verifySteps([opened(["&", all, ["stage_id", "=", 2]], "Agreed")]);
    await contains("[data-figure=lost]").press("Enter");
    expect.verifySteps([opened(["&", all, "&", ["stage_id", "=", 1], ["outcome", "=", "lost"]], "New · Losses")]);
    await contains(".o_bas_funnel_bar").click();
    expect.verifySteps([opened(
        ["&", all, "&", ["stage_id", "=", 1], "&", ["is_lost", "=", true], ["cancel_reason_id", "=", 5]], "New · Too Expensive")]);
    await contains(".o_bas_funnel_legend button").click();
    expect.verifySteps([opened(["&", all, "&", ["is_lost", "=", true], ["cancel_reason_id", "=", 5]], "Too Expensive")]);
    await contains("[data-figure=hours]:eq(0)").click();
    expect.verifySteps([opened(["&", all, "&", ["stage_id", "=", 1], ["stood_count", "=", 1]], "New")]);
});

test("funnels side by side, each with its own rows; the rest is told", async () => {
    catchAction();
    const [{ cells }] = getFunnel().groups;
    const groups = [7, 8].map((id) => ({ name: `User ${id}`, domain: [["user_id", "=", id]], count: 10, cells }));
    await mount(getFunnel({ groups, hidden: 4 }), { groupBy: ["user_id"] });
    expect.verifySteps([JSON.stringify({ domain: [], groupby: ["user_id"], reading: "cohort", period: "this_month" })]);
    expect(queryAllTexts("h2")).toEqual(["User 7", "User 8"]);
    expect(".o_bas_funnel_hidden").toHaveText(/^4 more/);
    await contains("section:eq(1) [data-figure=count]:eq(0)").click();
    expect.verifySteps([{
        type: "ir.actions.act_window", name: "User 8 · New", res_model: "bas.funnel.report", views: [[false, "list"], [false, "kanban"]],
        mobile_view_mode: "kanban", domain: ["&", ["user_id", "=", 8], ["stage_id", "=", 1]],
        context: { bas_funnel_reading: "cohort", bas_funnel_period: "this_month", bas_funnel_type: 9, bas_funnel_is_fixed: true },
    }]);
});

test("another reading, another period, an empty one that is widened", async () => {
    await mount(({ bas_funnel_period }) => getFunnel(bas_funnel_period === "all" ? {} : { groups: [], period: bas_funnel_period }));
    expect.verifySteps([JSON.stringify({ domain: [], groupby: [], reading: "cohort", period: "this_month" })]);
    expect(".o_bas_funnel_empty").toHaveCount(1);
    await contains("button[data-reading=flow]").click();
    expect.verifySteps([JSON.stringify({ domain: [], groupby: [], reading: "flow", period: "this_month" })]);
    expect("button[data-reading=flow]").toHaveAttribute("aria-pressed", "true");
    await contains(".o_bas_report_period").select("last_year");
    expect.verifySteps([JSON.stringify({ domain: [], groupby: [], reading: "flow", period: "last_year" })]);
    await contains(".o_bas_funnel_widen:last").click();
    expect.verifySteps([JSON.stringify({ domain: [], groupby: [], reading: "flow", period: "all" })]);
    expect(".o_bas_funnel_table").toHaveCount(1);
    expect(".o_bas_report_period").toHaveValue("all");
});

test("days of one's own begin with those of the period that was drawn", async () => {
    onRpc("get_funnel", ({ kwargs: { context } }) => {
        expect.step([context.bas_funnel_period, context.bas_funnel_from, context.bas_funnel_to]);
        return getFunnel();
    });
    await mountView({ type: "bas_funnel", resModel: "bas.funnel.report", context: { bas_funnel_period: "this_month" } });
    await contains(".o_bas_report_period").select("custom");
    expect(".o_bas_report_dates input:first").toHaveValue("03/01/2026");
    expect.verifySteps([["this_month", undefined, undefined], ["custom", "2026-03-01", "2026-03-31"]]);
});

test("a snapshot has no conversion and asks for no period", async () => {
    await mount(({ bas_funnel_reading }) => getFunnel(bas_funnel_reading === "snapshot" ? { reading: "snapshot", has_conversion: false } : {}));
    await contains("button[data-reading=snapshot]").click();
    await animationFrame();
    expect("[data-figure=to_previous], .o_bas_funnel_bar, .o_bas_funnel_legend, .o_bas_report_period").toHaveCount(0);
    expect(queryAllTexts("[data-figure=count]")).toEqual(["10", "5", "0"]);
    expect.verifySteps(["cohort", "snapshot"].map((reading) => JSON.stringify({ domain: [], groupby: [], reading, period: "this_month" })));
});

test("the search bar stays: a filter goes to the figures", async () => {
    await mount(getFunnel(), { context: { search_default_mine: 1, bas_funnel_reading: "flow" } });
    expect.verifySteps([JSON.stringify({ domain: [["user_id", "=", 7]], groupby: [], reading: "flow" })]);
});

test("the type of orders is chosen where there are several, and taken back", async () => {
    const read = [];
    OrderType._records = [{ id: 9, name: "Sales" }, { id: 10, name: "Works" }];
    Report._fields.order_type_id = fields.Many2one({ relation: "bas.order.type" });
    onRpc("get_funnel", ({ kwargs: { context } }) => {
        read.push(context.bas_funnel_type);
        return getFunnel({ type: context.bas_funnel_type || 9 });
    });
    await mountView({ type: "bas_funnel", resModel: "bas.funnel.report", context: { bas_funnel_period: "all" } });
    expect(queryAllTexts(".o_bas_funnel_type option")).toEqual(["Sales", "Works"]);
    expect(".o_bas_funnel_type").toHaveValue("9");
    await contains(".o_bas_funnel_type").select("10");
    await animationFrame();
    expect(read).toEqual([undefined, 10], { message: "a number, as the server wants it" });
    expect(".o_bas_funnel_type").toHaveValue("10");
});

test("the stages were reordered: the figures are recomputed in batches and read again; a failed batch is asked for again", async () => {
    OrderType._records = [{ id: 9, name: "Sales", is_recomputing: true }, { id: 10, name: "Works" }];
    Report._fields.order_type_id = fields.Many2one({ relation: "bas.order.type" });
    const answers = [40, new Error("the server is away"), 100];
    onRpc("bas.order.type", "continue_recomputation", ({ args }) => {
        expect.step(`batch of ${args[0]}`);
        const answer = answers.shift();
        if (answer instanceof Error) {
            throw answer;
        }
        return answer;
    });
    onRpc("get_funnel", () => {
        expect.step("figures");
        return getFunnel();
    });
    expect.errors(1);
    await mountView({ type: "bas_funnel", resModel: "bas.funnel.report", context: { bas_funnel_period: "all" } });
    await animationFrame();
    expect(".o_bas_recomputation .progress").toHaveAttribute("aria-valuenow", "40");
    expect(".o_bas_recomputation").toHaveText(/not final yet[^]*40 % are ready/);
    expect.verifyErrors(["the server is away"]);
    await contains(".o_bas_recomputation_continue").click();
    await animationFrame();
    expect(".o_bas_recomputation").toHaveCount(0);
    expect.verifySteps(["figures", "batch of 9", "batch of 9", "batch of 9", "figures"]);
});

test("as of a day: chosen, and now again", async () => {
    onRpc("get_funnel", ({ kwargs: { context } }) => {
        expect.step(context.bas_funnel_as_of || "now");
        return getFunnel();
    });
    await mountView({ type: "bas_funnel", resModel: "bas.funnel.report", context: { bas_funnel_period: "all" } });
    expect(".o_bas_funnel_now").toHaveCount(0);
    await contains(".o_bas_funnel_as_of input").edit("03/10/2024", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps(["now", "2024-03-10"]);
    await contains(".o_bas_funnel_now").click();
    expect.verifySteps(["now"]);
    expect(".o_bas_funnel_now").toHaveCount(0);
});

test("by count again", async () => {
    await mount();
    expect.verifySteps([JSON.stringify({ domain: [], groupby: [], reading: "cohort", period: "this_month" })]);
    await contains(".o_bas_funnel_by_amount").click();
    await contains(".o_bas_funnel_by_count").click();
    expect(".o_bas_funnel_by_count").toHaveAttribute("aria-pressed", "true");
    expect("[data-figure=count]:eq(0)").toHaveText("10");
});

test("every figure of a step opens its rows", async () => {
    catchAction();
    await mount();
    expect.verifySteps([JSON.stringify({ domain: [], groupby: [], reading: "cohort", period: "this_month" })]);
    const opened = (name, domain) => ({
        type: "ir.actions.act_window", name, res_model: "bas.funnel.report", views: [[false, "list"], [false, "kanban"]],
        mobile_view_mode: "kanban", domain,
        context: { bas_funnel_reading: "cohort", bas_funnel_period: "this_month", bas_funnel_type: 9, bas_funnel_is_fixed: true },
    });
    const lost = ["&", ["stage_id", "=", 1], ["outcome", "=", "lost"]];
    for (const [figure, name, domain] of [
        ["[data-figure=there]", "New", ["&", ["stage_id", "=", 1], ["outcome", "=", "there"]]],
        ["[data-figure=returned]", "Agreed", ["&", ["stage_id", "=", 2], ["outcome", "=", "returned"]]],
        ["[data-figure=to_previous]", "Agreed", [["stage_id", "=", 2]]],
        ["[data-figure=to_first]", "New", [["stage_id", "=", 1]]],
        ["[data-figure=amount]", "New", [["stage_id", "=", 1]]],
        ["[data-figure=lost]", "New · Losses", lost],
        ["[data-figure=lost_amount]", "New · Losses", lost],
    ]) {
        await contains(`${figure}:first`).click();
        expect.verifySteps([opened(name, domain)]);
    }
    await contains(".o_bas_funnel_reason").click();
    expect.verifySteps([opened("Too Expensive", ["&", ["is_lost", "=", true], ["cancel_reason_id", "=", 5]])]);
});

test("print and spreadsheet ask for what is on the screen", async () => {
    mockService("action", { doAction: ({ report_name, data }) => expect.step({ report_name, data }) });
    onRpc("/bas_crm/funnel/xlsx", async (request) => {
        const { model, domain, context } = JSON.parse((await request.formData()).get("data"));
        expect.step({ model, domain, type: context.bas_funnel_type });
        return new Blob([]);
    }, { pure: true });
    await mount(getFunnel(), { domain: [["amount", ">", 0]] });
    expect.verifySteps([JSON.stringify({ domain: [["amount", ">", 0]], groupby: [], reading: "cohort", period: "this_month" })]);
    await contains(".o_bas_report_print").click();
    const data = { model: "bas.funnel.report", domain: [["amount", ">", 0]], groupby: [], unit: "count" };
    expect.verifySteps([{ report_name: "bas_crm.report_funnel", data }]);
    await contains(".o_bas_report_export").click();
    await expect.waitForSteps([{ model: "bas.funnel.report", domain: [["amount", ">", 0]], type: 9 }]);
});

const before = { date_from: "2025-03-01", date_to: "2025-03-31", as_of: false };

test("beside each figure stands that of a year ago, and the change", async () => {
    onRpc("get_funnel", ({ kwargs: { context } }) => {
        const { bas_funnel_compare: compare } = context;
        expect.step(compare || "alone");
        if (!compare) {
            return getFunnel();
        }
        const cells = [cell(1, 8, { to_previous: false, hours: 2 }), cell(2, 5, { to_previous: 0.6 }), cell(3, 1)];
        const [group] = getFunnel().groups;
        return getFunnel({ compare, previous: before, groups: [{ ...group, before: cells }] });
    });
    await mountView({ type: "bas_funnel", resModel: "bas.funnel.report", context: { bas_funnel_period: "this_month" } });
    expect(queryAllTexts(".o_bas_report_compare option")).toEqual(["Without Comparison", "With the Period Before", "With a Year Ago"]);
    await contains(".o_bas_report_compare").select("year");
    expect(".o_bas_funnel_previous").toHaveText("Beside it a year ago: 03/01/2025 – 03/31/2025");
    const changes = (name) => queryAllTexts(`[data-before=${name}]`).map((text) => text.replace(/\s+/g, " "));
    expect(changes("count")).toEqual(["8▲ +25 %", "5", "1▼ −100 %"]);
    expect(changes("to_previous")).toEqual(["60 %▼ −10.0 pp", "10 %▼ −10.0 pp"]);
    expect("[data-before=hours]:first .text-danger").toHaveText("▲ +25 %", { message: "more time is worse" });
    expect("[data-before=lost]:first").toHaveText("0");
    await contains(".o_bas_report_compare").select("");
    expect(".o_bas_funnel_before").toHaveCount(0);
    expect.verifySteps(["alone", "year", "alone"]);
});

test("with what a snapshot and a cohort are compared; why a funnel is not", async () => {
    let answer = { reading: "snapshot", has_conversion: false, previous: { date_from: false, date_to: false, as_of: "2025-03-31" } };
    onRpc("get_funnel", () => getFunnel(answer));
    await mountView({
        type: "bas_funnel", resModel: "bas.funnel.report",
        context: { bas_funnel_reading: "snapshot", bas_funnel_period: "all", bas_funnel_compare: "year" },
    });
    expect(".o_bas_funnel_previous").toHaveText("Beside it: as of 03/31/2025");
    expect(queryAllTexts(".o_bas_report_compare option")).toEqual(["Without Comparison", "With a Year Ago"]);
    answer = { previous: { ...before, as_of: "2025-04-10" } };
    await contains("button[data-reading=cohort]").click();
    expect(".o_bas_funnel_previous").toHaveText("Beside it: 03/01/2025 – 03/31/2025, as of 04/10/2025");
    expect(".o_bas_report_compare").toHaveCount(0, { message: "all time has nothing before it" });
    answer = { previous: false, not_compared: "dates" };
    await contains("button[data-reading=flow]").click();
    expect(".o_bas_funnel_previous").toHaveText("Funnels grouped by date are not compared with another period.");
    answer = { previous: false, not_compared: "period" };
    await contains("button[data-reading=cohort]").click();
    expect(".o_bas_funnel_previous").toHaveText("To compare the funnel, choose a period with its first and last day.");
});

test("two funnels beside each other, and the difference; other managers are chosen", async () => {
    managers = [{ id: 7, name: "Olena", active: true }, { id: 8, name: "Ivan", active: true }, { id: 9, name: "Ada", active: false }];
    onRpc("get_funnel", ({ kwargs: { context } }) => {
        const pair = context.bas_funnel_pair || false;
        expect.step(String(pair));
        if (!pair) {
            return getFunnel();
        }
        const { cells } = getFunnel().groups[0];
        const groups = pair.map((id) => ({ name: `User ${id}`, domain: [["user_id", "=", id]], count: 10, before: false, cells }));
        const difference = steps.map(({ id }) => ({
            step: id, count: -2, amount: 100, hours: id === 1 ? -2.5 : false, to_previous: 0.125, to_first: 0, lost: 0, lost_amount: 0,
        }));
        return getFunnel({ pair, groups, difference });
    });
    await mountView({ type: "bas_funnel", resModel: "bas.funnel.report", context: { bas_funnel_period: "this_month" } });
    await contains(".o_bas_report_two").click();
    expect(queryAllTexts("h2")).toEqual(["User 7", "User 8", "Difference: User 7 − User 8"]);
    expect(queryAllTexts(".o_bas_funnel_difference tr[data-step='1'] td").map((text) => text.replace(/[^\d+−—.hpmin]/g, ""))).toEqual(
        ["−2", "+12.5pp", "0.0pp", "−2h30min", "+100", "0", "0"]
    );
    expect(".o_bas_funnel_difference tr[data-step='2'] [data-difference=hours]").toHaveText("—");
    await contains(".o_bas_report_manager:last").select("9");
    await contains(".o_bas_report_two").click();
    expect(".o_bas_funnel_difference, .o_bas_report_manager").toHaveCount(0);
    expect.verifySteps(["false", "7,8", "7,9", "false"]);
});

test("a favourite with two managers shows the usual funnel to a user with own documents only", async () => {
    patchWithCleanup(user, { hasGroup: async () => false });
    onRpc("get_funnel", ({ kwargs: { context } }) => {
        expect.step(context.bas_funnel_pair);
        return getFunnel();
    });
    await mountView({
        type: "bas_funnel", resModel: "bas.funnel.report", context: { bas_funnel_period: "this_month", bas_funnel_pair: [7, 8] },
    });
    expect.verifySteps([false]);
    expect(".o_bas_report_two").toHaveCount(0);
});
