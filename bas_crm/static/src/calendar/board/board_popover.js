import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { CalendarCommonPopover } from "@web/views/calendar/calendar_common/calendar_common_popover";

export class BoardPopover extends CalendarCommonPopover {
    static subTemplates = {
        ...CalendarCommonPopover.subTemplates,
        body: "bas_crm.BoardPopover.body",
        footer: "bas_crm.BoardPopover.footer",
    };

    setup() {
        super.setup();
        this.dialog = useService("dialog");
    }

    /** Also show the hours of records that last for several days, which core does not. */
    computeDateTimeAndDuration() {
        super.computeDateTimeAndDuration();
        const { start, end, isAllDay } = this.props.record;
        if (!isAllDay && !start.hasSame(end, "day")) {
            this.date = [start, end].map((time) => time.toLocaleString(luxon.DateTime.DATETIME_MED)).join(" – ");
        }
    }

    get isEventViewable() {
        return !this.props.record.isHidden;
    }

    /** Not for documents (they are cancelled), and not for guests, who must not delete the meeting for all. For a series core asks. */
    get isEventDeletable() {
        const { isDocument, isHidden, rawRecord } = this.props.record;
        const isOrganizer = !rawRecord.user_id || rawRecord.user_id[0] === user.userId;
        return super.isEventDeletable && isOrganizer && !isDocument && !isHidden && !rawRecord.recurrency;
    }

    get hasFooter() {
        return this.isEventViewable;
    }

    get isTask() {
        return this.props.record.rawRecord.bas_kind === "work_task";
    }

    get cancelLabel() {
        return this.isTask ? _t("Cancel Task…") : _t("Cancel Event…");
    }

    onDone() {
        this.props.close();
        return this.props.model.actOnDocument(this.props.record, "action_document_done");
    }

    onCancel() {
        const { close, model, record } = this.props;
        close();
        this.dialog.add(ConfirmationDialog, {
            title: this.isTask ? _t("Cancel this task?") : _t("Cancel this event?"),
            body: this.isTask
                ? _t("The task leaves the board with all its works. It stays in the list of tasks.")
                : _t("The event leaves the board. It stays in the list of events."),
            confirmLabel: this.isTask ? _t("Cancel Task") : _t("Cancel Event"),
            confirm: () => model.actOnDocument(record, "action_document_cancel"),
            cancelLabel: _t("Keep It"),
            cancel: () => {},
        });
    }
}
