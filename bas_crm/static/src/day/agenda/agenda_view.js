import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { listView } from "@web/views/list/list_view";
import { AgendaController, AgendaListController } from "./agenda_controller";
import { AgendaRenderer } from "./agenda_renderer";

registry.category("views").add("bas_agenda_kanban", { ...kanbanView, Controller: AgendaController, Renderer: AgendaRenderer });
registry.category("views").add("bas_agenda_list", { ...listView, Controller: AgendaListController });
