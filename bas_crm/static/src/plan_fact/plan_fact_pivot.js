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

    /**
     * Half of a month's plan in half of the month is on its way: where the forecast stands beside it, the forecast decides.
     *
     * @param {{groupId: Array, measure: string, value: number}} cell
     * @returns {string} class of the cell's text
     */
    getLight(cell) {
        const parts = LIGHTS[cell.measure];
        if (!parts || typeof cell.value !== "number") {
            return "";
        }
        const figures = this.model.data.measurements[JSON.stringify(cell.groupId)]?.[0] || {};
        const [forecast, plan] = parts.map((name) => figures[name]);
        const share = typeof forecast === "number" && plan ? forecast / plan : cell.value;
        return `fw-bold ${share >= GOOD ? "text-success" : share >= FAIR ? "text-warning" : "text-danger"}`;
    }
}

registry.category("views").add("bas_plan_fact_pivot", { ...pivotView, Renderer: PlanFactPivotRenderer });
