import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { withHelp } from "../../shared/actions/with_help";
import { withDayOnToday } from "../calendar_view/today";
import { getEntryTimes } from "./board_times";

export class BoardController extends withDayOnToday(CalendarController) {
    static template = "bas_crm.BoardController";

    onClickNew() {
        return this.openEntry({});
    }

    /** A click on an empty cell opens the short form, which offers the kinds of documents. */
    createRecord(cell) {
        if (this.model.canCreate) {
            return this.openEntry({ ...getEntryTimes(cell), calendarId: cell.calendarId });
        }
    }

    /** @returns {Promise} resolved when the form is closed */
    openEntry({ start, stop, calendarId }) {
        const action = {
            type: "ir.actions.act_window",
            name: _t("New in the Calendar"),
            res_model: "bas.calendar.entry",
            views: [[false, "form"]],
            target: "new",
            context: { ...this.getEntryContext(start, stop, calendarId), dialog_size: "medium" },
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

    getEntryContext(start, stop, calendarId) {
        const context = {
            ...(start && { default_start: serializeDateTime(start) }),
            ...(stop && { default_stop: serializeDateTime(stop) }),
        };
        const ticked = this.model.tickedIds;
        // The clicked column or the only calendar shown is the default; otherwise the server chooses one.
        const meant = calendarId || (ticked.length === 1 && ticked[0]);
        return meant ? { ...context, default_employee_calendar_id: meant } : context;
    }

    async editRecord(record) {
        if (record.isHidden) {
            return;
        }
        const action = await this.orm.call(this.model.resModel, "action_open_document", [[record.id]]);
        return this.action.doAction(withHelp(action));
    }
}
