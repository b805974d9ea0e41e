import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
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

/** Filters that tell whose day it is. */
const WHOSE = ["filter_mine", "filter_team", "filter_represented"];

const getMiddle = (element) => {
    const { left, width } = element.getBoundingClientRect();
    return left + width / 2;
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

    /** With a filter, an empty column does not mean that nothing is planned; with no cards at all, the whole board says more. */
    getHint(group) {
        const isShown = this.isByDay && !group.count && this.props.list.recordCount && !this.isFiltered;
        return isShown ? HINTS[group.value] : false;
    }

    get isFiltered() {
        const chosen = this.env.searchModel.getSearchItems(({ isActive, name, type }) =>
            isActive && !["groupBy", "dateGroupBy"].includes(type) && !WHOSE.includes(name));
        return chosen.length > 0;
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
        return this.moveCard(record, source, target);
    }

    /** The card is shown in its new column at once; then the board is read, also if the move has been refused. */
    async moveCard(record, source, target) {
        source._removeRecords([record.id]);
        target._addRecord(record, 0);
        try {
            await this.orm.write(record.resModel, [record.resId], { bucket: target.value });
        } catch (error) {
            // A dialog would be too much for a card that goes back: the words are the server's.
            if (!(error instanceof RPCError) || error.exceptionName !== "odoo.exceptions.UserError") {
                throw error;
            }
            this.notification.add(error.data.message, { type: "warning" });
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
        const middle = getMiddle(this.rootRef.el);
        const distances = [...this.rootRef.el.querySelectorAll(".o_kanban_group")].map((column) => ({
            id: column.dataset.id,
            distance: Math.abs(getMiddle(column) - middle),
        }));
        const [nearest] = distances.sort((one, other) => one.distance - other.distance);
        const group = nearest && this.props.list.groups.find(({ id }) => id === nearest.id);
        if (group) {
            this.shown.bucket = group.value;
        }
    }
}
