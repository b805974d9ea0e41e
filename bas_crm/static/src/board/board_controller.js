import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { getEntryTimes, getNextHalfHour } from "./board_times";

export class BoardController extends CalendarController {
    static template = "bas_crm.BoardController";

    onClickNew() {
        return this.openEntry(getNextHalfHour());
    }

    /** An empty cell opens the short form, which knows what documents there are. */
    createRecord(cell) {
        if (this.model.canCreate) {
            return this.openEntry(getEntryTimes(cell));
        }
    }

    /** @returns {Promise} resolved when the form is closed */
    openEntry({ start, stop }) {
        const action = {
            type: "ir.actions.act_window",
            name: _t("New in the Calendar"),
            res_model: "bas.calendar.entry",
            views: [[false, "form"]],
            target: "new",
            context: { ...this.getEntryContext(start, stop), dialog_size: "medium" },
        };
        return new Promise((resolve) => {
            this.action.doAction(action, {
                onClose: () => {
                    resolve();
                    return this.model.load();
                },
            });
        });
    }

    getEntryContext(start, stop) {
        const context = { default_start: serializeDateTime(start), default_stop: serializeDateTime(stop) };
        const ticked = this.model.tickedIds;
        // Who looks at one calendar means it; otherwise the server knows whose it usually is.
        return ticked.length === 1 ? { ...context, default_employee_calendar_id: ticked[0] } : context;
    }

    async editRecord(record) {
        if (record.isHidden) {
            return;
        }
        const action = await this.orm.call(this.model.resModel, "action_open_document", [[record.id]]);
        return this.action.doAction(action);
    }
}
