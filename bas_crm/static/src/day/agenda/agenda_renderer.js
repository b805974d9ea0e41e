import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { onMounted, reactive } from "@odoo/owl";
import { CardsRenderer } from "../../shared/cards/cards_renderer";
import { AgendaHeader } from "./agenda_header";
import { AgendaRecord } from "./agenda_record";
import { AgendaTabs } from "./agenda_tabs";

/** What an empty column says. */
const HINTS = {
    overdue: _t("Everything was done in time."),
    today: _t("Nothing is left for today."),
    tomorrow: _t("Tomorrow is still free."),
    week: _t("Nothing else is planned this week."),
    later: _t("Nothing is planned beyond this week."),
    none: _t("Everything in work has a next step."),
};

/** Why no card is dropped there. */
const REFUSALS = {
    overdue: _t("A step cannot be moved to the past. Choose today or a day to come."),
    none: _t("A planned step cannot be left without a day. Mark it as done, or choose another day."),
};

/** My day: a column for each time. A card dropped into a column is moved to that day. */
export class AgendaRenderer extends CardsRenderer {
    static template = "bas_crm.AgendaRenderer";
    static components = { ...CardsRenderer.components, AgendaTabs, KanbanHeader: AgendaHeader, KanbanRecord: AgendaRecord };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.notification = useService("notification");
        // Only the tabs are rendered again while a finger turns the columns.
        this.shown = reactive({ bucket: false });
        onMounted(() => this.showFirstCards());
    }

    get isByDay() {
        const { isGrouped, groupByField } = this.props.list;
        return isGrouped && groupByField.name === "bucket";
    }

    getGroupClasses(group) {
        const classes = super.getGroupClasses(...arguments);
        return this.isByDay && !group.count ? `${classes} o_bas_agenda_empty` : classes;
    }

    /** With no cards at all, the text of the whole board says more. */
    getHint(group) {
        return this.isByDay && !group.count && this.props.list.recordCount ? HINTS[group.value] : false;
    }

    // ------------------------------------------------------------
    // Dragging
    // ------------------------------------------------------------

    async sortRecordDrop(recordId, groupId, params) {
        if (!this.isByDay) {
            return super.sortRecordDrop(recordId, groupId, params);
        }
        const { groups } = this.props.list;
        const [source, target] = [groupId, params.parent?.dataset.id].map((id) => groups.find((group) => group.id === id));
        const record = source?.list.records.find(({ id }) => id === recordId);
        params.parent?.classList.remove("o_kanban_hover");
        if (!record || !target || target === source) {
            return;
        }
        if (REFUSALS[target.value]) {
            this.notification.add(REFUSALS[target.value], { type: "warning" });
            return;
        }
        return this.moveCard(record, source, target);
    }

    /** The card is shown in its new column at once; then the board is read, also if the move has been refused. */
    async moveCard(record, source, target) {
        source._removeRecords([record.id]);
        target._addRecord(record, 0);
        try {
            await this.orm.write(record.resModel, [record.resId], { bucket: target.value });
        } finally {
            await this.props.list.model.load();
        }
    }

    // ------------------------------------------------------------
    // Columns on a phone
    // ------------------------------------------------------------

    get hasTabs() {
        return this.env.isSmall && this.isByDay;
    }

    showFirstCards() {
        const first = this.hasTabs && this.props.list.groups.find((group) => group.count);
        if (first) {
            this.showColumn(first);
        }
    }

    showColumn(group) {
        const column = this.rootRef.el.querySelector(`.o_kanban_group[data-id="${group.id}"]`);
        column.scrollIntoView({ behavior: "instant", block: "nearest", inline: "center" });
        this.shown.bucket = group.value;
    }

    noteColumn() {
        if (!this.hasTabs) {
            return;
        }
        const { left, width } = this.rootRef.el.getBoundingClientRect();
        const columns = [...this.rootRef.el.querySelectorAll(".o_kanban_group")];
        const middle = columns.find((column) => column.getBoundingClientRect().right > left + width / 2);
        const group = middle && this.props.list.groups.find(({ id }) => id === middle.dataset.id);
        if (group) {
            this.shown.bucket = group.value;
        }
    }
}
