import { registry } from "@web/core/registry";
import { GraphModel } from "@web/views/graph/graph_model";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";
import { _t } from "@web/core/l10n/translation";

const SERIES = [
    ["plan_amount", "fact_amount", "forecast_amount"],
    ["plan_quantity", "fact_quantity", "forecast_quantity"],
];

/** Plan, fact and forecast side by side, whichever of them is chosen. A pie shows one of them. */
export class PlanFactGraphModel extends GraphModel {
    async _loadDataPoints(metaData) {
        const { resModel, domain, groupBy, mode } = metaData;
        metaData.overlap = await this.orm.call(resModel, "get_overlap", [domain], { context: this.searchParams.context });
        const hasPlans = metaData.overlap && groupBy.some((part) => part.fieldName === "plan_id");
        if (hasPlans && mode === "pie") {
            // a pie would show the total of overlapping plans
            return [[], new Set()];
        }
        metaData.stacked = metaData.stacked && !hasPlans;
        const series = SERIES.find((measures) => measures.includes(metaData.measure));
        if (!series || mode === "pie") {
            const [points, currencies] = await super._loadDataPoints(metaData);
            return [points.filter((point) => point.value !== false), currencies];
        }
        const loaded = await Promise.all(series.map((measure) => super._loadDataPoints({ ...metaData, measure })));
        metaData.allIntegers = false;
        // a group of overlapping plans has no figures; a forecast may be unknown, too
        const blank = new Set(loaded[0][0].filter((point) => point.value === false).map((point) => point.identifier));
        const points = loaded.flatMap(([dataPoints], index) => {
            const name = metaData.measures[series[index]].string;
            return dataPoints.filter((point) => !blank.has(point.identifier)).map((point) => this._putInSeries(point, name));
        });
        return [points, loaded[0][1]];
    }

    _putInSeries(point, name) {
        const [label = _t("Total"), ...rest] = point.labels;
        return {
            ...point,
            value: point.value || 0,
            labels: [label, name, ...rest],
            identifier: JSON.stringify([name, point.identifier]),
        };
    }
}

export class PlanFactGraphRenderer extends GraphRenderer {
    static template = "bas_crm.PlanFactGraphRenderer";
}

registry.category("views").add("bas_plan_fact_graph", {
    ...graphView,
    Model: PlanFactGraphModel,
    Renderer: PlanFactGraphRenderer,
});
