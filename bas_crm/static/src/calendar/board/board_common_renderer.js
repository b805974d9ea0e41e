import { WeekTextRenderer } from "../calendar_view/week_text";
import { BoardPopover } from "./board_popover";

import { onWillUpdateProps } from "@odoo/owl";

function getBoardClasses(record) {
    const isPast = !record.isDocument && record.end < luxon.DateTime.now();
    return [
        "o_bas_board_record",
        (record.isDone || isPast) && "o_bas_board_muted",
        record.isOverdue && "o_bas_board_overdue",
    ].filter(Boolean);
}

export class BoardCommonRenderer extends WeekTextRenderer {
    static eventTemplate = "bas_crm.BoardRenderer.event";
    static components = { ...WeekTextRenderer.components, Popover: BoardPopover };

    setup() {
        super.setup();
        let shown = this.props.model.workingHours;
        onWillUpdateProps(({ model }) => {
            if (shown !== model.workingHours) {
                shown = model.workingHours;
                this.fc.api?.setOption("businessHours", this.getBusinessHours(model));
            }
        });
    }

    /** @returns {Object[]} hours at which all people shown work; the columns renderer has them for each person */
    getBusinessHours({ workingHours }) {
        return Array.isArray(workingHours) ? workingHours : [];
    }

    get options() {
        return {
            ...super.options,
            businessHours: this.getBusinessHours(this.props.model),
            moreLinkText: (count) => `+${count}`,
            slotEventOverlap: false,
            // The height of a line of text, also for a quarter of an hour.
            eventMinHeight: 19,
        };
    }

    convertRecordToEvent(record) {
        const isFixed = record.isDone || record.isHidden;
        return { ...super.convertRecordToEvent(record), editable: this.props.model.canEdit && !isFixed };
    }

    eventClassNames({ event }) {
        const record = this.props.model.records[event.id];
        // Core fades past records; here overdue ones have to be visible.
        const names = super.eventClassNames(...arguments).filter((name) => name !== "o_past_event");
        return record ? [...names, ...getBoardClasses(record)] : names;
    }

    /** A selection may end at midnight, although that moment belongs to the next day. */
    isSelectionAllowed({ allDay, start, end }) {
        return allDay || new Date(end - 1).getDate() === start.getDate();
    }

    fcEventToRecord(event) {
        const record = super.fcEventToRecord(event);
        // As core does for weeks and months: FullCalendar's end of an all-day record is exclusive.
        if (record.end && event.allDay && this.props.model.scale === "day") {
            record.end = record.end.minus({ days: 1 });
        }
        return record;
    }
}
