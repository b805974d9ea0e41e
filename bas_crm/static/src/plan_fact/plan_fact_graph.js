import { registry } from "@web/core/registry";
import { GraphModel } from "@web/views/graph/graph_model";
import { graphView } from "@web/views/graph/graph_view";
import { _t } from "@web/core/l10n/translation";

const SERIES = [
    ["plan_amount", "fact_amount", "forecast_amount"],
    ["plan_quantity", "fact_quantity", "forecast_quantity"],
];

/** Plan, fact and forecast side by side, whichever of them is chosen. A pie shows one of them. */
export class PlanFactGraphModel extends GraphModel {
    async _loadDataPoints(metaData) {
        const series = SERIES.find((measures) => measures.includes(metaData.measure));
        if (!series || metaData.mode === "pie") {
            return super._loadDataPoints(metaData);
        }
        const loaded = await Promise.all(
            series.map((measure) => super._loadDataPoints({ ...metaData, measure }))
        );
        metaData.allIntegers = false;
        const points = loaded.flatMap(([dataPoints], index) => {
            const name = metaData.measures[series[index]].string;
            return dataPoints.map((point) => this._putInSeries(point, name));
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

registry.category("views").add("bas_plan_fact_graph", { ...graphView, Model: PlanFactGraphModel });
