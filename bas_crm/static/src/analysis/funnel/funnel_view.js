import { formatDuration } from "@bas_crm/shared/duration/duration";
import { registry } from "@web/core/registry";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { FunnelControlPanel } from "./funnel_control_panel";
import { FunnelController } from "./funnel_controller";
import { FunnelModel } from "./funnel_model";
import { FunnelRenderer } from "./funnel_renderer";
import { FunnelSearchModel } from "./funnel_search";

/** Fields of the reports that a funnel is drawn from. */
const STEPS = { "bas.lead.funnel.report": { step: "step", reason: "lost_reason_id" } };
const ORDERS = { step: "stage_id", reason: "cancel_reason_id" };

export const funnelView = {
    type: "bas_funnel",
    Controller: FunnelController,
    ControlPanel: FunnelControlPanel,
    Model: FunnelModel,
    Renderer: FunnelRenderer,
    SearchModel: FunnelSearchModel,
    searchMenuTypes: ["filter", "groupBy", "favorite"],

    props: (genericProps, { Model, Renderer }) => ({
        ...genericProps,
        Model,
        Renderer,
        ...(STEPS[genericProps.resModel] || ORDERS),
    }),
};

registry.category("views").add("bas_funnel", funnelView);

/** The average below the list is over those that have hours: neither a stage jumped over nor a final one has any. */
export class FunnelListRenderer extends ListRenderer {
    computeAggregates() {
        const aggregates = super.computeAggregates();
        if (aggregates.hours) {
            const { list } = this.props;
            const rows = list.selection.length ? list.selection : list.isGrouped ? list.groups : list.records;
            const add = (name) => rows.reduce((sum, row) => sum + ((row.aggregates || row.data)[name] || 0), 0);
            const value = add("hours_total") / add("stood_count");
            if (Number.isFinite(value)) {
                Object.assign(aggregates.hours, { value: formatDuration(value), rawValue: value });
            } else {
                delete aggregates.hours;
            }
        }
        return aggregates;
    }
}

registry.category("views").add("bas_funnel_list", {
    ...listView,
    Renderer: FunnelListRenderer,
    ControlPanel: FunnelControlPanel,
    SearchModel: FunnelSearchModel,
});
