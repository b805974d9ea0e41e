import { registry } from "@web/core/registry";

const SUBJECT = "Дзвінок щодо замірів";
// A narrow column shows no more than the icon of a record; its title tells the subject.
const RECORD = `.o_bas_board_record:has(.fa-phone):has([title*="${SUBJECT}"])`;
const PLANNED = `${RECORD}:not(.o_bas_board_muted)`;
const DONE = `${RECORD}.o_bas_board_muted:has(.fa-check)`;

registry.category("web_tour.tours").add("bas_crm_board", {
    steps: () => [
        // An empty hour opens the short form.
        { trigger: ".o_bas_board_view .fc-timegrid-slot-lane[data-time='10:00:00']", run: "click" },
        { trigger: ".modal .o_field_widget[name=kind] [value='\"call\"']", run: "click" },
        { trigger: ".modal .o_field_widget[name=name] input", run: `edit ${SUBJECT}` },
        { trigger: ".modal button[name=action_create]", run: "click" },

        // The call stands on the board.
        { trigger: `body:not(:has(.modal)) ${PLANNED}`, run: "click" },
        { trigger: `.o_cw_popover:contains(${SUBJECT})`, isActive: ["desktop"] },
        { trigger: `.modal:contains(${SUBJECT})`, isActive: ["mobile"] },
        { trigger: ".o_bas_board_button_open", content: "the event can be opened" },
        { trigger: ".o_bas_board_button_cancel", content: "and cancelled" },

        // Done, it stays there, muted.
        { trigger: ".o_bas_board_button_done", run: "click" },
        { trigger: `body:not(:has(.o_cw_popover, .modal)) ${DONE}` },
    ],
});
