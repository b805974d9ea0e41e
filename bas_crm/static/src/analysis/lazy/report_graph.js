import { RECORDS, WON, getMeaning, isUnderWay } from "@bas_crm/shared/colors/palette";
import { formatDuration } from "@bas_crm/shared/duration/duration";
import { registry } from "@web/core/registry";
import { GraphModel } from "@web/views/graph/graph_model";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

/** measures that count hours */
const DURATIONS = new Set(["hours", "median_hours", "usual_hours", "over_hours"]);
export const isDuration = (measure) => DURATIONS.has(measure.split(":")[0]);
const HOURS_A_DAY = 24;
/** about as many lines are drawn across a graph */
const LINES = 8;

/** Graphs of our reports: colours say how things ended, and long times are counted in days. */
export class ReportGraphModel extends GraphModel {
    setup() {
        super.setup(...arguments);
        /** model → id of a record → colour */
        this.colors = {};
        /** model → ids of records where all is won */
        this.won = {};
    }

    async _loadDataPoints(metaData) {
        const models = metaData.groupBy.map(({ fieldName }) => metaData.fields[fieldName].relation);
        const [result] = await Promise.all([super._loadDataPoints(...arguments), ...models.map((name) => this.loadColors(name))]);
        return result;
    }

    async loadColors(resModel) {
        const known = RECORDS[resModel];
        if (!known || this.colors[resModel]) {
            return;
        }
        const records = await this.orm.searchRead(resModel, [], known.fields, { context: { active_test: false } });
        this.won[resModel] = new Set(records.filter((record) => known.isWon?.(record)).map(({ id }) => id));
        this.colors[resModel] = Object.fromEntries(records.map((record) => [record.id, known.getColor(record)]));
    }

    /**
     * @param {Object} part `{field or field:granularity: value}` of a group
     * @returns {string|undefined}
     */
    getColorOf(part) {
        const [[spec, value]] = Object.entries(part);
        const { relation } = this.metaData.fields[spec.split(":")[0]];
        return Array.isArray(value) ? this.colors[relation]?.[value[0]] : getMeaning(spec, value);
    }

    /** @returns {boolean} whether a group is of what stands at the last stage */
    isWon(parts) {
        const entries = parts.map((part) => Object.entries(part)[0]);
        const { fields } = this.metaData;
        return (
            entries.some(([spec, value]) => isUnderWay(spec, value)) &&
            entries.some(([spec, value]) => Array.isArray(value) && this.won[fields[spec.split(":")[0]].relation]?.has(value[0]))
        );
    }

    /** @returns {string|undefined} colour of a group, by the first of its parts that has one */
    getColorOfGroup(parts) {
        return parts.map((part) => this.getColorOf(part)).find(Boolean);
    }
}

export class ReportGraphRenderer extends GraphRenderer {
    get groups() {
        return this.model.data.datasets.map(({ identifiers = [] }) => [...identifiers].map((identifier) => JSON.parse(identifier)));
    }

    getBarChartData() {
        const data = super.getBarChartData();
        const { groups } = this;
        const isAlone = groups.length === 1 && groups[0].every((parts) => parts.length === 1);
        groups.forEach((own, index) => {
            const dataset = data.datasets[index];
            const ofGroup = (parts) => this.model.getColorOfGroup(parts) || dataset.backgroundColor;
            dataset.backgroundColor = isAlone
                ? own.map(ofGroup)
                : this.markWon(dataset, ofGroup((own[0] || []).slice(1)), data.labels.length);
        });
        return data;
    }

    /** @returns {string|string[]} colour of the bars of a series; each has its own where some are of what is won */
    markWon({ identifiers = new Set() }, color, count) {
        const points = this.model.dataPoints.filter(({ identifier }) => identifiers.has(identifier));
        const won = points.filter(({ identifier }) => this.model.isWon(JSON.parse(identifier))).map(({ labelIndex }) => labelIndex);
        return won.length ? Array.from({ length: count }, (_empty, index) => (won.includes(index) ? WON : color)) : color;
    }

    getLineChartData() {
        const data = super.getLineChartData();
        this.groups.forEach((own, index) => {
            const color = this.model.getColorOfGroup((own[0] || []).slice(1));
            if (color) {
                Object.assign(data.datasets[index], {
                    borderColor: color, hoverBackgroundColor: color, pointBackgroundColor: color, backgroundColor: `${color}80`,
                });
            }
        });
        return data;
    }

    getPieChartData() {
        const data = super.getPieChartData();
        this.groups.forEach((own, index) => {
            const dataset = data.datasets[index];
            const colors = dataset.backgroundColor.map((color, number) => this.model.getColorOfGroup(own[number] || []) || color);
            Object.assign(dataset, { backgroundColor: colors, hoverBackgroundColor: colors });
        });
        return data;
    }

    /** Core names the parts of a pie in its own colours. */
    getLegendOptions() {
        const options = super.getLegendOptions();
        const { generateLabels } = options.labels;
        options.labels.generateLabels = (chart) =>
            generateLabels(chart).map((label) => {
                const drawn = chart.data.datasets[label.datasetIndex ?? 0]?.backgroundColor;
                const color = Array.isArray(drawn) ? drawn[label.index ?? 0] : undefined;
                return color ? { ...label, fillStyle: color, strokeStyle: color } : label;
            });
        return options;
    }

    /** The bars of one series have each its own colour, and so has the note beside one. */
    getTooltipItems(data, metaData, tooltipModel) {
        const items = super.getTooltipItems(...arguments);
        return items.map((item) => {
            const own = Array.isArray(item.boxColor) ? item.boxColor[tooltipModel.dataPoints[0].dataIndex] : item.boxColor;
            return { ...item, boxColor: own };
        });
    }

    /** @returns {boolean} whether the measure has no parts: there is no half of a lead */
    get isCount() {
        const { measure, measures } = this.model.metaData;
        return measures[measure]?.type === "integer";
    }

    formatValue(value) {
        const { measure } = this.model.metaData;
        if (isDuration(measure)) {
            return formatDuration(value);
        }
        return this.isCount ? super.formatValue(value, true) : super.formatValue(...arguments);
    }

    /** The lines across are drawn at whole days. */
    getScaleOptions() {
        const options = super.getScaleOptions();
        const { measure } = this.model.metaData;
        const most = Math.max(0, ...this.model.data.datasets.flatMap(({ data }) => data.filter(Number.isFinite)));
        if (options.y && isDuration(measure) && most > 2 * HOURS_A_DAY) {
            options.y.ticks.stepSize = HOURS_A_DAY * Math.ceil(most / HOURS_A_DAY / LINES);
        }
        if (options.y && this.isCount) {
            options.y.ticks.precision = 0;
        }
        return options;
    }
}

export const reportGraphView = { ...graphView, Model: ReportGraphModel, Renderer: ReportGraphRenderer };

registry.category("views").add("bas_graph", reportGraphView);
