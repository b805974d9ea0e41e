import { _t } from "@web/core/l10n/translation";

import { onWillUnmount } from "@odoo/owl";

const AUTOCLOSE_DELAY = 15000;
const DAY = { weekday: "short", day: "numeric", month: "long" };

/** Values as they are read: of a link its id counts. */
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
 * Every drag tells what it has done and can be undone from its message, by the handler that did it: also when the
 * calendar has been left, for the message stays.
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

        /** Fields that a drag changes. */
        get movedFields() {
            const { date_start: start, date_stop: stop, all_day: allDay } = this.fieldMapping;
            return [start, stop, allDay].filter(Boolean);
        }

        async updateRecord(record, options = {}) {
            const before = this.records[record.id];
            await this.orReload(() => super.updateRecord(record, options));
            const after = this.findMoved(before, record);
            if (before && after && !this.isAsBefore(before.rawRecord, after.rawRecord)) {
                this.tellMove({ ...this.getWayBack(before, record), id: after.id }, after, options);
            }
        }

        /** @returns {Object|undefined} the record where it is now */
        findMoved(_before, { id }) {
            return this.records[id];
        }

        /** What the server refuses is shown as it still stands there; the refusal itself is told as usual. */
        async orReload(change) {
            try {
                await change();
            } catch (error) {
                await this.load();
                throw error;
            }
        }

        /** @returns {Object} the record as it stood, with what says how a change goes back */
        getWayBack(before) {
            return before;
        }

        isAsBefore(one, other) {
            return this.movedFields.every((name) => getPlain(one[name]) === getPlain(other[name]));
        }

        /** @returns {string} where the record stands now */
        describePlace(record) {
            return describeTimes(record);
        }

        /** @returns {Object} what takes the record back to where it stood */
        buildMoveBack(before) {
            const rawRecord = this.buildRawRecord(before);
            delete rawRecord.name;
            delete rawRecord[this.fieldMapping.create_name_field];
            delete rawRecord[this.fieldMapping.date_delay]; // it follows from the times
            return rawRecord;
        }

        /** @returns {string} why nobody here can take the record back; none where one can */
        explainGone() {
            return "";
        }

        tellMove(before, after, { moved }) {
            const place = this.describePlace(after);
            const gone = this.explainGone(after);
            const title = moved ? _t("Moved to %s", place) : _t("Now it is %s", place);
            const undo = { name: _t("Undo"), onClick: () => this.moveBack(before, after) };
            this.tell(before.id, gone || title, { type: "success", ...(gone ? { title } : { buttons: [undo] }) });
        }

        tell(id, message, options) {
            this.messages.get(id)?.();
            const close = this.notification.add(message, {
                autocloseDelay: AUTOCLOSE_DELAY,
                ...options,
                onClose: () => this.messages.get(id) === close && this.messages.delete(id),
            });
            this.messages.set(id, close);
        }

        /** What somebody has changed since is not taken back. */
        async moveBack(before, after) {
            this.messages.get(before.id)?.();
            // Those of the model go with its view.
            const { orm } = this.env.services;
            const { resModel, context } = this.meta;
            const [now] = await orm.searchRead(resModel, [["id", "=", before.id]], this.movedFields, {
                context: { ...context, active_test: false },
            });
            if (now && this.isAsBefore(now, after.rawRecord)) {
                await this.reloadAfter(() => orm.write(resModel, [before.id], this.buildMoveBack(before), { context }));
                this.tell(before.id, _t("Put back to %s", this.describePlace(before)), { type: "info" });
            } else {
                await this.reloadAfter(() => {});
                this.tell(before.id, this.explainKept(before, now), { type: "warning" });
            }
        }

        explainKept({ title }, now) {
            return now
                ? _t("«%s» has been changed since, so it stays where it is now.", title)
                : _t("«%s» is not in the calendar any more, so there is nothing to put back.", title);
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
