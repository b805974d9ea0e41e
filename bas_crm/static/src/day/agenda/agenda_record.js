import { CANCEL_GLOBAL_CLICK, KanbanRecord } from "@web/views/kanban/kanban_record";
import { pressButton } from "./agenda_buttons";

/** A card of my day: a click opens its document. */
export class AgendaRecord extends KanbanRecord {
    onGlobalClick(ev, newWindow) {
        const { archInfo, getSelection, record } = this.props;
        if (ev.target.closest(CANCEL_GLOBAL_CLICK) || getSelection().length || ev.altKey) {
            return super.onGlobalClick(ev, newWindow);
        }
        return pressButton(this.env, record, archInfo.openAction.action, newWindow);
    }
}
