import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { reactive } from "@odoo/owl";
import { CardsRenderer } from "../shared/cards/cards_renderer";
import { LeadDecisions } from "./lead_decisions";

/** The board of leads: an undecided card can also be dropped on a decision. */
export class LeadKanbanRenderer extends CardsRenderer {
    static template = "bas_crm.LeadKanbanRenderer";
    static components = { ...CardsRenderer.components, LeadDecisions };

    setup() {
        super.setup();
        // Only the decisions are rendered again while a card is dragged: core moves the card in the page itself.
        this.drag = reactive({ record: null, isDecided: false });
    }

    findRecord(id) {
        const { list } = this.props;
        return (list.isGrouped ? list.groups.flatMap((group) => group.list.records) : list.records).find(
            (record) => record.id === id
        );
    }

    sortStart(params) {
        super.sortStart(params);
        const record = this.findRecord(params.element.dataset.id);
        Object.assign(this.drag, { record: record && !record.data.decision ? record : null, isDecided: false });
    }

    sortStop(params) {
        super.sortStop(params);
        this.drag.record = null;
    }

    async sortRecordDrop(dataRecordId, dataGroupId, params) {
        if (!this.drag.isDecided) {
            return super.sortRecordDrop(dataRecordId, dataGroupId, params);
        }
    }

    /** A card dropped on a decision does the same as the button in its menu. */
    decide(method) {
        const { record } = this.drag;
        if (record) {
            this.drag.isDecided = true;
            const { context, evalContext, resId, resModel } = record;
            this.env.onClickViewButton({
                clickParams: { name: method, type: "object" },
                getResParams: () => ({ context, evalContext, resId, resModel, resIds: [resId] }),
            });
        }
    }
}

registry.category("views").add("bas_leads_kanban", { ...kanbanView, Renderer: LeadKanbanRenderer });
