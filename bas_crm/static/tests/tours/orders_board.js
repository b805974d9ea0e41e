import { registry } from "@web/core/registry";

const CARD = ".o_kanban_record:contains(Світанок)";
const column = (name) => `.o_kanban_group:has(.o_column_title:contains(${name}))`;
const card = (stage) => `${column(stage)} ${CARD}`;

/** At a desk a card is dragged; on a phone, where core's boards have no dragging, the order is moved by its stages. */
const desk = (steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
const phone = (steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));
// Core takes the handle away from a card whose move is being saved.
const drag = (from, to) => ({ trigger: `${column(from)} .o_draggable:contains(Світанок)`, run: `drag_and_drop (${column(to)})` });
const choose = (to) => [
    { trigger: ".o_bas_stages button.dropdown-toggle:visible", run: "click" },
    { trigger: `.o-dropdown--menu .o-dropdown-item:contains(${to})`, run: "click" },
];
// The order has no line yet: nobody confirms it by a slip of the hand.
const answer = (label) => ({ trigger: `.modal:contains(немає рядків) button:contains(${label})`, run: "click" });
const current = (stage) => ({ trigger: `.o_bas_stages button.dropdown-toggle:visible:contains(${stage})` });

registry.category("web_tour.tours").add("bas_crm_orders_board", {
    steps: () => [
        ...desk([
            { trigger: ".o_switch_view.o_kanban", run: "click" },
            drag("Нове", "Пропозицію надіслано"),
            { trigger: card("Пропозицію надіслано") },
            drag("Пропозицію надіслано", "Узгоджено"),
            answer("Залишити як є"),
            { trigger: `body:not(:has(.modal)) ${card("Пропозицію надіслано")}` },
            drag("Пропозицію надіслано", "Узгоджено"),
            answer("Підтвердити"),
        ]),
        ...phone([
            { trigger: card("Нове"), run: "click" },
            ...choose("Пропозицію надіслано"),
            current("Пропозицію надіслано"),
            ...choose("Узгоджено"),
            answer("Залишити як є"),
            current("Пропозицію надіслано"),
            ...choose("Узгоджено"),
            answer("Підтвердити"),
        ]),
        ...desk([{ trigger: card("Узгоджено") }, drag("Узгоджено", "Скасовано")]),
        ...phone([current("Узгоджено"), ...choose("Скасовано")]),

        // Who cancels says why, and the screen shows it at once.
        { trigger: ".modal button:contains(Указати причину)", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason_id] input", run: "click" },
        ...desk([{ trigger: ".o-autocomplete--dropdown-item a:contains(Задорого)", run: "click" }]),
        ...phone([{ trigger: ".o_select_create_dialog_content .o_kanban_record:contains(Задорого)", run: "click" }]),
        { trigger: ".modal button[name=action_cancel_orders]", run: "click" },
        ...desk([
            { trigger: `body:not(:has(.modal)) .o_kanban_renderer:not(:has(${card("Узгоджено")}))` },
            { trigger: ".o_kanban_group.o_column_folded:contains(Скасовано)", run: "click" },
            { trigger: `${card("Скасовано")}:contains(Задорого)` },
        ]),
        ...phone([current("Скасовано"), { trigger: "body:not(:has(.modal)) .alert input:value(Задорого)" }]),
    ],
});
