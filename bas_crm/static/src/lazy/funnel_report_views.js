import { FunnelControlPanel } from "@bas_crm/funnel/funnel_control_panel";
import { withFunnelOptions } from "@bas_crm/funnel/funnel_search";
import { registry } from "@web/core/registry";
import { GraphSearchModel } from "@web/views/graph/graph_search_model";
import { graphView } from "@web/views/graph/graph_view";
import { PivotSearchModel } from "@web/views/pivot/pivot_search_model";
import { pivotView } from "@web/views/pivot/pivot_view";

registry.category("views").add("bas_funnel_pivot", {
    ...pivotView,
    ControlPanel: FunnelControlPanel,
    SearchModel: withFunnelOptions(PivotSearchModel),
});

registry.category("views").add("bas_funnel_graph", {
    ...graphView,
    ControlPanel: FunnelControlPanel,
    SearchModel: withFunnelOptions(GraphSearchModel),
});
