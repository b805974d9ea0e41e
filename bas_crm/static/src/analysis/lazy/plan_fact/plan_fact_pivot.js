import { registry } from "@web/core/registry";
import { PivotModel } from "@web/views/pivot/pivot_model";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";
import { formatFloat } from "@web/views/fields/formatters";
import { useOverlap } from "@bas_crm/sales_plans/plan/plan_overlap";

const LIGHTS = {
    completion: ["forecast_amount", "plan_amount"],
    forecast_completion: ["forecast_amount", "plan_amount"],
    completion_quantity: ["forecast_quantity", "plan_quantity"],
};
/** what a phone has room for beside the names of the rows; the other measures follow */
const FIRST = ["plan_amount", "fact_amount", "completion"];
export const GOOD = 1;
export const FAIR = 0.8;

export class PlanFactPivotModel extends PivotModel {
    _buildMetaData(params) {
        const metaData = super._buildMetaData(params);
        if (this.env.isSmall) {
            const isActive = (measure) => metaData.activeMeasures.includes(measure);
            metaData.activeMeasures = [...new Set([...FIRST.filter(isActive), ...metaData.activeMeasures])];
        }
        return metaData;
    }

    /** What the screen leaves empty stays empty in the file. */
    exportData() {
        const table = super.exportData();
        for (const row of table.rows) {
            for (const cell of row.values) {
                if (cell.value === false) {
                    cell.value = "";
                }
            }
        }
        return table;
    }
}

/** The pivot of the plan-fact analysis: completion in the colours of a traffic light. */
export class PlanFactPivotRenderer extends PivotRenderer {
    static template = "bas_crm.PlanFactPivotRenderer";

    setup() {
        super.setup();
        this.overlap = useOverlap(() => {
            const { domain, context } = this.model.searchParams;
            return { resModel: this.model.metaData.resModel, domain, context };
        });
    }

    /** Where nothing is planned there is no percentage, no forecast before a plan begins, and no total of plans that overlap. A phone shows whole sums. */
    getFormattedValue(cell) {
        if (cell.value === false) {
            return { value: "" };
        }
        const formatted = super.getFormattedValue(cell);
        const isSum = cell.measure.endsWith("_amount");
        return this.env.isSmall && isSum && typeof cell.value === "number"
            ? { ...formatted, value: formatFloat(cell.value, { digits: [16, 0] }), help: formatted.value }
            : formatted;
    }

    /**
     * Choose the colour of a completion. If the forecast is shown, it decides: 50 % in the middle of the month is on track.
     *
     * @param {{groupId: Array, measure: string, value: number}} cell
     * @returns {string} class of the cell's text
     */
    getLight(cell) {
        const parts = LIGHTS[cell.measure];
        if (!parts || typeof cell.value !== "number") {
            return "";
        }
        const figures = this.model.data.measurements[JSON.stringify(cell.groupId)] || {};
        const [forecast, plan] = parts.map((name) => figures[name]);
        // in whole per cent, as on the cards of plans
        const expected = typeof forecast === "number" && plan ? Math.max(forecast / plan, cell.value) : cell.value;
        const share = Math.round(100 * expected) / 100;
        return `fw-bold ${share >= GOOD ? "text-success" : share >= FAIR ? "text-warning" : "text-danger"}`;
    }
}

registry.category("views").add("bas_plan_fact_pivot", {
    ...pivotView,
    Model: PlanFactPivotModel,
    Renderer: PlanFactPivotRenderer,
});
