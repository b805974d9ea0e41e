import { registry } from "@web/core/registry";
import { drag, queryOne, queryRect } from "@odoo/hoot-dom";

const OWN = "Дзвінок постачальнику";
const THEIRS = "Замір балкона";
const getRecord = (subject) => `.o_bas_board_columns .fc-timegrid-event:has([title*="${subject}"])`;
const getHour = (hour) => `.fc-timegrid-slot-lane[data-time='${hour}:00']`;
const wait = (delay) => new Promise((resolve) => setTimeout(resolve, delay));
const desk = (steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
const phone = (steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));

/** Drag a record to an hour in the column of a person; a finger has to stay on it before it goes along. */
const dragTo = (subject, hour, column) => ({
    trigger: getRecord(subject),
    async run() {
        const record = queryOne(getRecord(subject));
        record.scrollIntoView({ block: "center" });
        const target = queryRect(`.o_bas_board_columns .fc-timegrid-col:not(.fc-timegrid-axis):eq(${column})`);
        const { moveTo, drop } = await drag(record, { position: { y: record.getBoundingClientRect().height / 2 }, relative: true });
        await wait(700);
        const to = { x: target.x + target.width / 2, y: queryRect(getHour(hour)).y + 3 };
        await moveTo(document.body, { position: { x: to.x, y: to.y - 5 } });
        await moveTo(document.body, { position: to });
        await wait(100);
        await drop();
    },
});
const clickCell = (hour, column) => ({
    trigger: getHour(hour),
    async run({ click }) {
        const lane = queryOne(getHour(hour));
        lane.scrollIntoView({ block: "center" });
        const target = queryRect(`.o_bas_board_columns .fc-timegrid-col:not(.fc-timegrid-axis):eq(${column})`);
        const { drop } = await drag(lane, { position: { x: target.x + target.width / 2, y: queryRect(lane).y + 3 } });
        await drop();
    },
});

registry.category("web_tour.tours").add("bas_crm_board_columns", {
    steps: () => [
        ...desk([
            { trigger: ".scale_button_selection", run: "click" },
            { trigger: ".o_scale_button_day", run: "click" },
        ]),
        { trigger: ".o_bas_board_person:contains(Мій календар)" },
        ...desk([{ trigger: ".o_bas_board_person:contains(Петренко Ігор)" }]),
        // On a phone two people are beside each other, the third is a page further.
        ...phone([
            { trigger: ".o_bas_board_pages:contains(1–2 з 3) .o_bas_board_next", run: "click" },
            { trigger: ".o_bas_board_columns:not(:has(.o_bas_board_person:contains(Мій календар)))" },
            { trigger: ".o_bas_board_previous", run: "click" },
            { trigger: ".o_bas_board_person:contains(Мій календар)" },
        ]),

        // What is dragged can be taken back from its message.
        dragTo(OWN, "14:00", 0),
        { trigger: ".o_notification:contains(Перенесено):contains(14:00–14:30) button:contains(Скасувати)", run: "click" },
        { trigger: ".o_notification:contains(Повернуто):contains(10:00–10:30)" },

        // A colleague's document is not for the manager to move.
        dragTo(THEIRS, "16:00", 1),
        { trigger: ".modal:contains(змінити не можна) .modal-footer button", run: "click" },
        { trigger: `body:not(:has(.modal)) ${getRecord(THEIRS)}:has([title*="12:00"])` },

        // A click in a colleague's column is for the colleague.
        clickCell("17:00", 1),
        { trigger: ".modal .o_field_widget[name=employee_calendar_id] input:value(Бондар Андрій)" },
        { trigger: ".modal button[special=cancel], .modal .btn-close, .modal .o_back_button", run: "click" },

        // One's own goes to the colleague by a drag to that column.
        dragTo(OWN, "15:00", 1),
        { trigger: ".o_notification:contains(Бондар Андрій):not(:has(button:contains(Скасувати)))" },
    ],
});
