import { PALETTE } from "@bas_crm/shared/colors/palette";
import { formatDuration } from "@bas_crm/shared/duration/duration";
import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getChart, selectMode } from "@web/../tests/views/graph/graph_test_helpers";
import { download } from "@web/core/network/download";
import { allowTranslations, contains, defineModels, fields, models, mountView, patchWithCleanup } from "@web/../tests/web_test_helpers";

class Stage extends models.Model {
    _name = "bas.order.stage";

    name = fields.Char();
    is_done = fields.Boolean();
    is_cancelled = fields.Boolean();
    color = fields.Integer();

    _records = [
        { id: 1, name: "New", color: 5 },
        { id: 2, name: "Fulfilled", is_done: true },
        { id: 3, name: "Cancelled", is_cancelled: true },
    ];
}

class Report extends models.Model {
    _name = "report.of.stays";

    stage_id = fields.Many2one({ relation: "bas.order.stage" });
    outcome = fields.Selection({ selection: [["moved_on", "Moved On"], ["there", "There"], ["lost", "Lost"]] });
    hours = fields.Float({ aggregator: "sum" });

    _records = [
        { id: 1, stage_id: 1, outcome: "lost", hours: 5.5 },
        { id: 2, stage_id: 2, outcome: "moved_on", hours: 76 },
        { id: 3, stage_id: 1, outcome: "there", hours: 240 },
        { id: 4, stage_id: 3, outcome: "lost", hours: 0.5 },
    ];
}

defineMailModels();
defineModels([Stage, Report]);
describe.current.tags("desktop");
const RED = PALETTE[1];
const BLUE = PALETTE[4];
const PLUM = PALETTE[5];
const GREEN = PALETTE[10];

const mountGraph = (fieldNodes) =>
    mountView({ type: "graph", resModel: "report.of.stays", arch: `<graph js_class="bas_graph">${fieldNodes}</graph>` });
const getColors = (view) =>
    Object.fromEntries(getChart(view).data.datasets.map(({ label, backgroundColor }) => [label, backgroundColor]));

test("time is told in days from two of them on", () => {
    allowTranslations();
    const told = [0, 0.75, 5, 5.5, 47.9, 47.999, 48, 76, 76.4, 95.6].map(formatDuration);
    expect(told).toEqual(["0 min", "45 min", "5 h", "5 h 30 min", "47 h 54 min", "48 h", "2 d", "3 d 4 h", "3 d 4 h", "4 d"]);
    expect(formatDuration(false)).toBe("");
});

describe("colours of a graph say how things ended", () => {
        test("of series", async () => {
        const view = await mountGraph(`<field name="stage_id"/><field name="outcome"/>`);
        const { Lost, There, "Moved On": moved } = getColors(view);
        expect([Lost, There, moved]).toEqual([RED, BLUE, GREEN]);
    });

        test("of bars that stand alone, by their stage", async () => {
        const view = await mountGraph(`<field name="stage_id"/>`);
        expect(getChart(view).data.labels).toEqual(["New", "Fulfilled", "Cancelled"]);
        expect(getColors(view).Count).toEqual([PLUM, GREEN, RED]);
    });

        test("what is there at the last stage is won", async () => {
        Report._records[1].outcome = "there";
        const view = await mountGraph(`<field name="stage_id"/><field name="outcome"/>`);
        expect(getChart(view).data.labels).toEqual(["New", "Fulfilled", "Cancelled"]);
        expect(getColors(view).There).toEqual([BLUE, GREEN, BLUE]);
    });

    test("of a pie and of its legend", async () => {
        const view = await mountGraph(`<field name="outcome"/>`);
        await selectMode("pie");
        await animationFrame();
        const chart = getChart(view);
        const expected = { Lost: RED, There: BLUE, "Moved On": GREEN };
        const drawn = chart.data.labels.map((label, index) => [label, chart.data.datasets[0].backgroundColor[index]]);
        expect(Object.fromEntries(drawn)).toEqual(expected);
        const legend = chart.options.plugins.legend.labels.generateLabels(chart).map(({ text, fillStyle }) => [text, fillStyle]);
        expect(Object.fromEntries(legend)).toEqual(expected);
    });

        test("of lines", async () => {
        const view = await mountGraph(`<field name="stage_id"/><field name="outcome"/>`);
        await selectMode("line");
        await animationFrame();
        const lines = getChart(view).data.datasets.map(({ label, borderColor }) => [label, borderColor]);
        expect(Object.fromEntries(lines)).toEqual({ Lost: RED, There: BLUE, "Moved On": GREEN });
    });
});

test("hours of a graph are told in days, and its lines stand at whole days", async () => {
    const view = await mountGraph(`<field name="stage_id"/><field name="hours" type="measure"/>`);
    const { ticks } = getChart(view).options.scales.y;
    expect(ticks.stepSize).toBe(48);
    expect(ticks.callback(96)).toBe("4 d");
});

test("of a pivot, too", async () => {
    await mountView({
        type: "pivot",
        resModel: "report.of.stays",
        arch: `<pivot js_class="bas_pivot"><field name="stage_id" type="row"/><field name="hours" type="measure"/></pivot>`,
    });
    expect([...document.querySelectorAll(".o_pivot_cell_value")].map((cell) => cell.textContent)).toEqual(
        ["13 d 10 h", "10 d 6 h", "3 d 4 h", "30 min"]);
});

test("the file of a pivot says that its times are hours", async () => {
    patchWithCleanup(download, {
        _download: async ({ data }) => expect.step(JSON.parse(await data.data.text()).measure_headers.map(({ title }) => title)),
    });
    await mountView({
        type: "pivot",
        resModel: "report.of.stays",
        arch: `<pivot js_class="bas_pivot"><field name="hours" string="Time" type="measure"/></pivot>`,
    });
    expect(".o_pivot_measure_row").toHaveText("Time");
    await contains(".o_pivot_download").click();
    await expect.waitForSteps([["Time, hours"]]);
});

test("leads are counted by whole ones", async () => {
    const view = await mountGraph(`<field name="stage_id"/>`);
    const { ticks } = getChart(view).options.scales.y;
    expect(ticks.precision).toBe(0);
    expect(ticks.callback(4)).toBe("4");
});

test("and of a list", async () => {
    await mountView({
        type: "list",
        resModel: "report.of.stays",
        arch: `<list><field name="hours" widget="bas_duration" avg="Average"/></list>`,
    });
    expect([...document.querySelectorAll(".o_data_cell")].map((cell) => cell.textContent)).toEqual(
        ["5 h 30 min", "3 d 4 h", "10 d", "30 min"]);
    expect(".o_list_footer .o_list_number").toHaveText("3 d 9 h");
});
