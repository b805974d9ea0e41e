import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { BoardCommonRenderer } from "./board_common_renderer";
import { PeopleOfDay } from "./board_columns";

const { DateTime } = luxon;
/** a day that the board never shows: given to FullCalendar as today if none of the columns is today */
const LONG_AGO = "1900-01-01";

/** The day view with a column for each person. */
export class BoardColumnsRenderer extends BoardCommonRenderer {
    static template = "bas_crm.BoardColumnsRenderer";
    static headerTemplate = "bas_crm.BoardColumnsRenderer.header";

    get people() {
        return new PeopleOfDay(this.props.model.date, this.props.model.shownColumns);
    }

    get isToday() {
        return this.props.model.date.hasSame(DateTime.local(), "day");
    }

    get pages() {
        const { firstColumn, shownColumns, columns } = this.props.model;
        const last = firstColumn + shownColumns.length;
        return {
            isNeeded: shownColumns.length < columns.length,
            isFirst: !firstColumn,
            isLast: last === columns.length,
            text: _t("%(first)s–%(last)s of %(count)s", { first: firstColumn + 1, last, count: columns.length }),
            arrows: localization.direction === "rtl" ? ["right", "left"] : ["left", "right"],
        };
    }

    get options() {
        return {
            ...super.options,
            // as wide and as styled as a week
            views: { timeGridWeek: { type: "timeGrid", duration: { days: this.people.columns.length } } },
            initialView: "timeGridWeek",
            eventAllow: this.isInOneColumn,
            selectAllow: this.isInOneColumn,
            ...(this.isToday ? {} : { nowIndicator: false, now: LONG_AGO }),
        };
    }

    getBusinessHours(model) {
        return this.people.toBusinessHours(model.workingHours);
    }

    getDayCellClassNames() {
        const isUnusual = this.props.model.unusualDays.includes(this.people.day.toISODate());
        return isUnusual ? ["o_calendar_disabled"] : [];
    }

    headerTemplateProps(date) {
        return this.people.getColumn(DateTime.fromJSDate(date)) || {};
    }

    isInOneColumn(span) {
        return this.people.isInOneColumn(span);
    }

    //--------------------------------------------------------------------------
    // Conversion between records and the grid
    //--------------------------------------------------------------------------

    mapRecordsToEvents() {
        const records = Object.values(this.props.model.records);
        return this.people.columns.flatMap(({ id }, index) =>
            records.filter((record) => record.calendarIds.includes(id)).map((record) => this.convertInColumn(record, index))
        );
    }

    convertInColumn(record, index) {
        const event = this.convertRecordToEvent(record);
        const { start, end } = this.people.toGrid(record, index, event.allDay);
        return { ...event, start: start.toISO(), end: end.toISO() };
    }

    fcEventToRecord(event) {
        const { people } = this;
        const cell = super.fcEventToRecord(event);
        const index = people.getIndex(cell.start);
        const record = {
            ...cell,
            start: people.toDay(cell.start),
            ...(cell.end && { end: cell.end.minus({ days: index }) }),
            calendarId: people.columns[index]?.id,
        };
        const before = this.props.model.records[record.id];
        return before ? this.keepHiddenPart(before, record) : record;
    }

    /** The grid shows only a part of a record that lasts over midnight: keep the hidden part. */
    keepHiddenPart(before, change) {
        const wasWholeDay = this.convertRecordToEvent(before).allDay;
        if (!wasWholeDay && !change.isAllDay) {
            return this.people.moveWhole(before, change);
        }
        return wasWholeDay && change.isAllDay ? { ...change, start: before.start, end: before.end } : change;
    }

    //--------------------------------------------------------------------------
    // Handlers
    //--------------------------------------------------------------------------

    /** A record dropped in another column is passed to that person, unless it was dragged from a guest's column. */
    onEventDrop(info) {
        const { model } = this.props;
        const [from, to] = [info.oldEvent, info.event].map(({ start }) => this.people.getColumn(DateTime.fromJSDate(start)));
        const before = model.records[info.event.id];
        if (from.id !== to.id && from.id !== before.calendarId) {
            info.revert();
            model.warnGuest(before);
            return;
        }
        this.fc.api.unselect();
        const change = this.fcEventToRecord(info.event);
        return model.updateRecord(from.id === to.id ? change : { ...change, movesTo: to.id }, { moved: true });
    }

    onTurn(step) {
        this.props.model.turnColumns(step);
    }
}
