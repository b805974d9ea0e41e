import { KIND_ICONS } from "@bas_crm/shared/fields/kind_icon_field";
import { askRecurrenceUpdatePolicy } from "@calendar/views/ask_recurrence_update_policy_hook";
import { browser } from "@web/core/browser/browser";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { Mutex } from "@web/core/utils/concurrency";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { withMoveBack } from "../calendar_view/move_back";
import { withChosenDay } from "../calendar_view/today";
import { getColumns, getShownColumns, turnColumns } from "./board_columns";
import { markOverlaps } from "./board_overlaps";
import { keepHours } from "./board_times";

const CALENDARS = "bas.employee.calendar";
const CALENDAR_FIELD = "employee_calendar_id";

const getTicked = (sections) => (sections[CALENDAR_FIELD]?.filters || []).filter((filter) => filter.active);
const getTickedIds = (sections) => getTicked(sections).map((filter) => filter.value);

export class BoardModel extends withChosenDay(withMoveBack(CalendarModel)) {
    static services = [...CalendarModel.services, "dialog"];

    setup(params, services) {
        super.setup(...arguments);
        this.dialog = services.dialog;
        this.data.workingHours = [];
        this.turned = 0;
        // Keeps the order in which ticks of one box reach the server.
        this.ticking = new Mutex();
    }

    get tickedIds() {
        return getTickedIds(this.data.filterSections);
    }

    get workingHours() {
        return this.data.workingHours;
    }

    /** People with a column in the day view. */
    get columns() {
        return this.scale === "day" ? getColumns(getTicked(this.data.filterSections)) : [];
    }

    get hasTooManyColumns() {
        return this.scale === "day" && this.tickedIds.length > 1 && !this.columns.length;
    }

    /** If other people have been ticked, the current page may no longer exist. */
    get firstColumn() {
        return this.turned < this.columns.length ? this.turned : 0;
    }

    get shownColumns() {
        return getShownColumns(this.columns, this.firstColumn, this.env.isSmall);
    }

    turnColumns(step) {
        this.turned = turnColumns(this.columns, this.firstColumn, step);
        this.notify();
    }

    /** On a phone, where a week does not fit, the day is the default scale. */
    getLocalStorageScale() {
        const isRemembered = browser.localStorage.getItem(this.storageKey);
        return this.env.isSmall && !isRemembered ? "day" : super.getLocalStorageScale();
    }

    //--------------------------------------------------------------------------
    // Calendars of the side panel
    //--------------------------------------------------------------------------

    async loadFilterSection(fieldName) {
        const calendars = await this.orm.call(CALENDARS, "get_board_calendars");
        return {
            label: _t("Calendars"),
            fieldName,
            filters: calendars.map((calendar) => this.makeCalendarFilter(calendar)),
            avatar: { field: null, model: null },
            hasAvatar: false,
            canAddFilter: false,
        };
    }

    makeCalendarFilter({ id, name, color, checked, is_mine: isMine, partner_id: partnerId }) {
        return {
            // Core shows filters of users above those of records.
            type: isMine ? "user" : "record",
            recordId: id,
            value: id,
            partnerId,
            label: isMine ? _t("My Calendar") : name,
            active: checked,
            canRemove: false,
            colorIndex: color,
            hasAvatar: false,
        };
    }

    async updateFilters(fieldName, filters, active) {
        // As in core: the boxes change at once, so a running load must not reset them.
        this.keepLast.add(Promise.resolve());
        for (const filter of filters) {
            filter.active = active;
        }
        const ids = filters.map((filter) => filter.value);
        await this.ticking.exec(() => this.orm.call(CALENDARS, "set_checked", [ids, active]));
        await this.debouncedLoad();
    }

    //--------------------------------------------------------------------------
    // Records
    //--------------------------------------------------------------------------

    async loadRecords(data) {
        const [records, workingHours] = await Promise.all([super.loadRecords(data), this.fetchWorkingHours(data)]);
        data.workingHours = workingHours;
        markOverlaps(Object.values(records));
        return records;
    }

    /** Show a meeting for all its attendees, in the colour of its organizer's calendar. */
    computeFiltersDomain({ filterSections }) {
        const partnerIds = getTicked(filterSections).map((filter) => filter.partnerId);
        return ["|", [CALENDAR_FIELD, "in", getTickedIds(filterSections)], ["partner_ids", "in", partnerIds.filter(Boolean)]];
    }

    async fetchRecords(data) {
        return getTickedIds(data.filterSections).length ? super.fetchRecords(data) : [];
    }

    async fetchWorkingHours({ filterSections, range }) {
        const ids = getTickedIds(filterSections);
        if (this.scale === "month" || !ids.length) {
            return [];
        }
        const isSideBySide = this.scale === "day" && getColumns(getTicked(filterSections)).length;
        return this.orm.call(CALENDARS, isSideBySide ? "get_working_hours_of_each" : "get_working_hours", [
            ids,
            serializeDate(range.start),
            serializeDate(range.end),
        ]);
    }

    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        const { bas_kind: kind, bas_category: category } = rawRecord;
        const isPrivate = rawRecord.effective_privacy === "private";
        // The server returns only the hours of such a record.
        const isHidden = isPrivate && !rawRecord.user_can_edit;
        const icon = isHidden ? "fa-lock" : KIND_ICONS[kind] || "fa-calendar-o";
        return {
            ...record,
            calendarId: rawRecord[CALENDAR_FIELD]?.[0],
            calendarIds: rawRecord.bas_calendar_ids || [],
            icon,
            titleIcon: `fa ${icon}`,
            isDocument: Boolean(kind),
            isDone: category === "done",
            canFinish: Boolean(rawRecord.can_finish),
            canCallOff: Boolean(rawRecord.can_call_off),
            isOverdue: Boolean(kind) && category === "planned" && record.end < luxon.DateTime.now(),
            isPrivate,
            phone: rawRecord.bas_phone || "",
            isHidden,
            takesTime: rawRecord.bas_takes_time,
            hasOverlap: false,
        };
    }

    //--------------------------------------------------------------------------
    // Changes
    //--------------------------------------------------------------------------

    get movedFields() {
        return [...super.movedFields, CALENDAR_FIELD];
    }

    async updateRecord(record, options = {}) {
        const before = this.records[record.id];
        const change = keepHours(before, record, options.moved);
        if (before.rawRecord.recurrency) {
            change.recurrenceUpdate = await askRecurrenceUpdatePolicy(this.dialog);
            if (!change.recurrenceUpdate) {
                return this.notify();
            }
        }
        await super.updateRecord(change, options);
    }

    buildRawRecord(partialRecord) {
        const result = super.buildRawRecord(...arguments);
        if (partialRecord.recurrenceUpdate) {
            result.recurrence_update = partialRecord.recurrenceUpdate;
        }
        if (partialRecord.movesTo) {
            result[CALENDAR_FIELD] = partialRecord.movesTo;
        }
        return result;
    }

    /** Moving a whole series makes core create new records: find the one at the place where this one was dropped. */
    findMoved(before, change) {
        const isThere = ({ title, start, end }) => title === before.title && +start === +change.start && +end === +change.end;
        return super.findMoved(before, change) || (change.recurrenceUpdate && Object.values(this.records).find(isThere));
    }

    getUndoState(before, { recurrenceUpdate, movesTo }) {
        return { ...before, recurrenceUpdate, movesTo: movesTo && before.calendarId };
    }

    describePlace(record) {
        const place = super.describePlace(record);
        const owner = this.columns.find(({ id }) => id === record.calendarId);
        return owner ? `${place} · ${owner.name}` : place;
    }

    /** After passing a document on, a user who may no longer change it cannot undo the move. */
    getUndoObstacle({ isDocument, canFinish }) {
        return isDocument && !canFinish ? _t("Only they or the head of sales can return it.") : "";
    }

    warnGuest({ title, rawRecord }) {
        const [, owner] = rawRecord[CALENDAR_FIELD] || [];
        const message = owner
            ? _t("«%(record)s» is in the calendar of %(owner)s: drag it from that column to pass it on.", { record: title, owner })
            : _t("«%(record)s» is in nobody's calendar, so it cannot be passed on. Open it and choose who is responsible.", { record: title });
        this.notification.add(message, { type: "warning" });
    }

    /** Call a method of the record's document. */
    async actOnDocument(record, method) {
        await this.updateOrReload(async () => {
            await this.orm.call(this.resModel, method, [[record.id]]);
            await this.load();
        });
    }
}
