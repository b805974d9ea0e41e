import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { CardsRenderer } from "../shared/cards/cards_renderer";
import { mayMoveOrder } from "./empty_order";

export class OrderKanbanRenderer extends CardsRenderer {
    setup() {
        super.setup();
        this.orm = useService("orm");
    }

    /** Ask before an order without lines is confirmed by dropping its card. */
    async sortRecordDrop(dataRecordId, dataGroupId, params) {
        const { groupByField, groups } = this.props.list;
        const target = groupByField?.name === "stage_id" && groups.find((group) => group.id === params.parent?.dataset.id);
        const record = target && groups.flatMap((group) => group.list.records).find(({ id }) => id === dataRecordId);
        if (record && target.id !== dataGroupId) {
            if (!(await mayMoveOrder(this, record, target.value))) {
                params.parent.classList.remove("o_kanban_hover");
                return;
            }
        }
        return super.sortRecordDrop(dataRecordId, dataGroupId, params);
    }
}

registry.category("views").add("bas_orders_kanban", { ...kanbanView, Renderer: OrderKanbanRenderer });
