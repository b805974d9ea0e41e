import { ManagerControlPanel } from "@bas_crm/analysis/managers/manager_control_panel";
import { withManagerOptions } from "@bas_crm/analysis/managers/manager_search";
import { registry } from "@web/core/registry";
import { GraphSearchModel } from "@web/views/graph/graph_search_model";
import { PivotSearchModel } from "@web/views/pivot/pivot_search_model";
import { pivotView } from "@web/views/pivot/pivot_view";
import { reportGraphView } from "./report_graph";

registry.category("views").add("bas_managers_pivot", {
    ...pivotView,
    ControlPanel: ManagerControlPanel,
    SearchModel: withManagerOptions(PivotSearchModel),
});

registry.category("views").add("bas_managers_graph", {
    ...reportGraphView,
    ControlPanel: ManagerControlPanel,
    SearchModel: withManagerOptions(GraphSearchModel),
});
