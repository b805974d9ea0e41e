import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";
import { useReloadAfterRefusal } from "./agenda_buttons";
import { MyPlan } from "./my_plan";

/** My day as columns of cards, with my sales plan above. */
export class AgendaController extends KanbanController {
    static template = "bas_crm.AgendaView";
    static components = { ...KanbanController.components, MyPlan };

    setup() {
        super.setup();
        useReloadAfterRefusal(() => this.model.load());
    }

    /** Core sums a field only for progress bars; here each column has the money at stake above it. */
    get progressBarAggregateFields() {
        return [this.props.fields.amount];
    }
}

/** My day as a list. */
export class AgendaListController extends ListController {
    setup() {
        super.setup();
        useReloadAfterRefusal(() => this.model.load());
    }
}
