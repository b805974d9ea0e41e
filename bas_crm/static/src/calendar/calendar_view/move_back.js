import { _t } from "@web/core/l10n/translation";

import { onWillUnmount } from "@odoo/owl";

const AUTOCLOSE_DELAY = 15000;
const DAY = { weekday: "short", day: "numeric", month: "long" };

/** Compare values as read from the server; many2one values are compared by id. */
const getPlain = (value) => (Array.isArray(value) ? value[0] : value);

function describeTimes({ start, end, isAllDay }) {
    const day = (date) => date.toLocaleString(DAY);
    const isOneDay = start.hasSame(end, "day");
    if (isAllDay) {
        return isOneDay ? day(start) : `${day(start)} – ${day(end)}`;
    }
    const [from, to] = [start, end].map((time) => time.toLocaleString(luxon.DateTime.TIME_SIMPLE));
    return isOneDay ? `${day(start)}, ${from}–${to}` : `${day(start)}, ${from} – ${day(end)}, ${to}`;
}

/**
 * Shows a message after each drag, with a button that undoes it. The button also works after the calendar was left,
 * because the message stays.
 */
export const withMoveBack = (Model) =>
    class extends Model {
        setup() {
            super.setup(...arguments);
            /** id of a record → closes the message of its last drag */
            this.messages = new Map();
            this.isLeft = false;
            onWillUnmount(() => {
                this.isLeft = true;
            });
        }

        /** Fields that a drag can change. */
        get movedFields() {
            const { date_start: start, date_stop: stop, all_day: allDay } = this.fieldMapping;
            return [start, stop, allDay].filter(Boolean);
        }

        async updateRecord(record, options = {}) {
            const before = this.records[record.id];
            await this.updateOrReload(() => super.updateRecord(record, options));
            const after = this.findMoved(before, record);
            if (before && after && !this.isAsBefore(before.rawRecord, after.rawRecord)) {
                this.announceMove({ ...this.getUndoState(before, record), id: after.id }, after, options);
            }
        }

        /** @returns {Object|undefined} the moved record, as loaded again */
        findMoved(_before, { id }) {
            return this.records[id];
        }

        /** If the server refuses the change, reload the records; the error is shown as usual. */
        async updateOrReload(change) {
            try {
                await change();
            } catch (error) {
                await this.load();
                throw error;
            }
        }

        /** @returns {Object} the record before the change, with the data needed to undo it */
        getUndoState(before) {
            return before;
        }

        isAsBefore(one, other) {
            return this.movedFields.every((name) => getPlain(one[name]) === getPlain(other[name]));
        }

        /** @returns {string} the record's time, for the message */
        describePlace(record) {
            return describeTimes(record);
        }

        /** @returns {Object} the change that undoes the move */
        buildMoveBack(before) {
            const rawRecord = this.buildRawRecord(before);
            delete rawRecord.name;
            delete rawRecord[this.fieldMapping.create_name_field];
            delete rawRecord[this.fieldMapping.date_delay]; // computed from the times
            return rawRecord;
        }

        /** @returns {string} why the user cannot undo the move; empty if the user can */
        getUndoObstacle() {
            return "";
        }

        announceMove(before, after, { moved }) {
            const place = this.describePlace(after);
            const gone = this.getUndoObstacle(after);
            const title = moved ? _t("Moved to %s", place) : _t("Now it is %s", place);
            const undo = { name: _t("Undo"), onClick: () => this.moveBack(before, after) };
            this.showMoveMessage(before.id, gone || title, { type: "success", ...(gone ? { title } : { buttons: [undo] }) });
        }

        showMoveMessage(id, message, options) {
            this.messages.get(id)?.();
            const close = this.notification.add(message, {
                autocloseDelay: AUTOCLOSE_DELAY,
                ...options,
                onClose: () => this.messages.get(id) === close && this.messages.delete(id),
            });
            this.messages.set(id, close);
        }

        /** Undo the move, unless the record has been changed since. */
        async moveBack(before, after) {
            this.messages.get(before.id)?.();
            // The model's own services are destroyed with its view.
            const { orm } = this.env.services;
            const { resModel, context } = this.meta;
            const [now] = await orm.searchRead(resModel, [["id", "=", before.id]], this.movedFields, {
                context: { ...context, active_test: false },
            });
            if (now && this.isAsBefore(now, after.rawRecord)) {
                await this.reloadAfter(() => orm.write(resModel, [before.id], this.buildMoveBack(before), { context }));
                this.showMoveMessage(before.id, _t("Put back to %s", this.describePlace(before)), { type: "info" });
            } else {
                await this.reloadAfter(() => {});
                this.showMoveMessage(before.id, this.describeNotUndone(before, now), { type: "warning" });
            }
        }

        describeNotUndone({ title }, now) {
            return now
                ? _t("«%s» has been changed since, so the move was not undone.", title)
                : _t("«%s» is no longer in the calendar, so the move cannot be undone.", title);
        }

        async reloadAfter(change) {
            try {
                await change();
            } finally {
                if (!this.isLeft) {
                    await this.load();
                }
            }
        }
    };
