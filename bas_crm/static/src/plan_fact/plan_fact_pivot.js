import { registry } from "@web/core/registry";
import { PivotModel } from "@web/views/pivot/pivot_model";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";
import { formatFloat } from "@web/views/fields/formatters";

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
    /** A sale stands in each plan that covers it: where plans are told apart, their total would count it twice. */
    isOfSeveralPlans([rowValues]) {
        return (
            !rowValues.length &&
            this.metaData.fullRowGroupBys[0] === "plan_id" &&
            this.data.rowGroupTree.directSubTrees.size > 1
        );
    }

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
        const hasNoTotal = this.isOfSeveralPlans([[]]);
        for (const row of table.rows) {
            for (const cell of row.values) {
                if (cell.value === false || (hasNoTotal && !row.indent)) {
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

    /** Where nothing is planned there is no percentage, and no forecast before a plan begins. A phone shows whole sums. */
    getFormattedValue(cell) {
        if (cell.value === false || this.model.isOfSeveralPlans(cell.groupId)) {
            return { value: "" };
        }
        const formatted = super.getFormattedValue(cell);
        const isSum = cell.measure.endsWith("_amount");
        return this.env.isSmall && isSum && typeof cell.value === "number"
            ? { ...formatted, value: formatFloat(cell.value, { digits: [16, 0] }), help: formatted.value }
            : formatted;
    }

    /**
     * Half of a month's plan in half of the month is on its way: where the forecast stands beside it, the forecast decides.
     *
     * @param {{groupId: Array, measure: string, value: number}} cell
     * @returns {string} class of the cell's text
     */
    getLight(cell) {
        const parts = LIGHTS[cell.measure];
        if (!parts || typeof cell.value !== "number" || this.model.isOfSeveralPlans(cell.groupId)) {
            return "";
        }
        const figures = this.model.data.measurements[JSON.stringify(cell.groupId)] || {};
        const [forecast, plan] = parts.map((name) => figures[name]);
        const share = typeof forecast === "number" && plan ? forecast / plan : cell.value;
        return `fw-bold ${share >= GOOD ? "text-success" : share >= FAIR ? "text-warning" : "text-danger"}`;
    }
}

registry.category("views").add("bas_plan_fact_pivot", {
    ...pivotView,
    Model: PlanFactPivotModel,
    Renderer: PlanFactPivotRenderer,
});
