import { registry } from "@web/core/registry";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { hasOverlap, useOverlap } from "./plan_overlap";

const FIGURES = ["float", "monetary"];

/** A list of rows of plans: the total below it is empty where plans overlap. */
export class PlanListRenderer extends ListRenderer {
    static template = "bas_crm.PlanListRenderer";

    setup() {
        super.setup();
        this.overlap = useOverlap(({ list }) => ({ resModel: list.resModel, domain: list.domain, context: list.context }));
    }

    get hasNoTotal() {
        const { list } = this.props;
        if (!this.overlap.message) {
            return false;
        }
        if (list.isGrouped && !list.selection.length) {
            return true;
        }
        const records = list.selection.length ? list.selection : list.records;
        return hasOverlap(this.overlap.plans, records.map((record) => record.data.plan_id?.id));
    }

    computeAggregates() {
        const aggregates = super.computeAggregates();
        if (this.hasNoTotal) {
            for (const name of Object.keys(aggregates)) {
                if (FIGURES.includes(this.fields[name].type)) {
                    delete aggregates[name];
                }
            }
        }
        return aggregates;
    }
}

registry.category("views").add("bas_plan_list", { ...listView, Renderer: PlanListRenderer });
