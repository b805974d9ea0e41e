import { registry } from "@web/core/registry";
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

registry.category("views").add("bas_funnel_list", {
    ...listView,
    ControlPanel: FunnelControlPanel,
    SearchModel: FunnelSearchModel,
});
