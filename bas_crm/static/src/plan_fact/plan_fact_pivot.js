import { registry } from "@web/core/registry";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";

const LIGHTS = {
    completion: ["forecast_amount", "plan_amount"],
    forecast_completion: ["forecast_amount", "plan_amount"],
    completion_quantity: ["forecast_quantity", "plan_quantity"],
};
export const GOOD = 1;
export const FAIR = 0.8;

/** The pivot of the plan-fact analysis: completion in the colours of a traffic light. */
export class PlanFactPivotRenderer extends PivotRenderer {
    static template = "bas_crm.PlanFactPivotRenderer";

    /** Where nothing is planned there is no percentage, and no forecast before a plan begins. */
    getFormattedValue(cell) {
        return cell.value === false || this.isOfSeveralPlans(cell)
            ? { value: "" }
            : super.getFormattedValue(cell);
    }

    /** A sale stands in each plan that covers it: where plans are told apart, their total would count it twice. */
    isOfSeveralPlans({ groupId }) {
        const { data, metaData } = this.model;
        return (
            !groupId[0].length &&
            metaData.fullRowGroupBys[0] === "plan_id" &&
            data.rowGroupTree.directSubTrees.size > 1
        );
    }

    /**
     * Half of a month's plan in half of the month is on its way: where the forecast stands beside it, the forecast decides.
     *
     * @param {{groupId: Array, measure: string, value: number}} cell
     * @returns {string} class of the cell's text
     */
    getLight(cell) {
        const parts = LIGHTS[cell.measure];
        if (!parts || typeof cell.value !== "number" || this.isOfSeveralPlans(cell)) {
            return "";
        }
        const figures = this.model.data.measurements[JSON.stringify(cell.groupId)]?.[0] || {};
        const [forecast, plan] = parts.map((name) => figures[name]);
        const share = typeof forecast === "number" && plan ? forecast / plan : cell.value;
        return `fw-bold ${share >= GOOD ? "text-success" : share >= FAIR ? "text-warning" : "text-danger"}`;
    }
}

registry.category("views").add("bas_plan_fact_pivot", { ...pivotView, Renderer: PlanFactPivotRenderer });
