import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ManagerControlPanel } from "./manager_control_panel";
import { ManagerController } from "./manager_controller";
import { ManagerModel } from "./manager_model";
import { ManagerRenderer } from "./manager_renderer";
import { ManagerSearchModel } from "./manager_search";

export const managerView = {
    type: "bas_managers",
    Controller: ManagerController,
    ControlPanel: ManagerControlPanel,
    Model: ManagerModel,
    Renderer: ManagerRenderer,
    SearchModel: ManagerSearchModel,
    searchMenuTypes: ["filter", "favorite"],

    props: (genericProps, { Model, Renderer }) => ({ ...genericProps, Model, Renderer }),
};

registry.category("views").add("bas_managers", managerView);

registry.category("views").add("bas_managers_list", {
    ...listView,
    ControlPanel: ManagerControlPanel,
    SearchModel: ManagerSearchModel,
});
