import { FunnelControlPanel } from "@bas_crm/analysis/funnel/funnel_control_panel";
import { withFunnelOptions } from "@bas_crm/analysis/funnel/funnel_search";
import { registry } from "@web/core/registry";
import { GraphSearchModel } from "@web/views/graph/graph_search_model";
import { PivotSearchModel } from "@web/views/pivot/pivot_search_model";
import { reportGraphView } from "./report_graph";
import { reportPivotView } from "./report_pivot";

registry.category("views").add("bas_funnel_pivot", {
    ...reportPivotView,
    ControlPanel: FunnelControlPanel,
    SearchModel: withFunnelOptions(PivotSearchModel),
});

registry.category("views").add("bas_funnel_graph", {
    ...reportGraphView,
    ControlPanel: FunnelControlPanel,
    SearchModel: withFunnelOptions(GraphSearchModel),
});
