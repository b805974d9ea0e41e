import { registry } from "@web/core/registry";

const phone = (steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));
const desk = (steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
const choose = (field, name) => [
    ...desk([
        { trigger: `.o_field_widget[name=${field}] input`, run: `edit ${name}` },
        { trigger: `.o-autocomplete--dropdown-item:contains(${name})`, run: "click" },
    ]),
    ...phone([
        { trigger: `.o_field_widget[name=${field}] input`, run: "click" },
        { trigger: `.modal .o_kanban_record:contains(${name})`, run: "click" },
        { trigger: `body:not(:has(.modal))` },
    ]),
];

registry.category("web_tour.tours").add("bas_crm_absence", {
    steps: () => [
        ...desk([
            { trigger: ".o_user_menu button", run: "click" },
            { trigger: "[data-menu=bas_absence]", run: "click" },
        ]),
        ...phone([
            { trigger: ".o_mobile_menu_toggle", run: "click" },
            { trigger: ".o_user_menu_mobile a:contains(Моя відсутність)", run: "click" },
        ]),
        { trigger: ".o_breadcrumb:contains(Відсутності)" },
        ...desk([{ trigger: ".o_list_button_add", run: "click" }]),
        ...phone([{ trigger: ".o-kanban-button-new", run: "click" }]),
        { trigger: ".o_form_view .o_field_widget[name=user_id]:contains(Бондар)" },
        ...choose("deputy_id", "Мельник"),
        { trigger: ".o_field_widget[name=note] input", run: "edit Відпустка" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

registry.category("web_tour.tours").add("bas_crm_deputy_works", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Кухня для кафе)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=user_id] input:value(Бондар)" },
        { trigger: ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input", run: "edit Кухня для двох кафе" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

registry.category("web_tour.tours").add("bas_crm_handover", {
    steps: () => [
        ...desk([{ trigger: ".o_list_button_add", run: "click" }]),
        ...phone([{ trigger: ".o-kanban-button-new", run: "click" }]),
        ...choose("user_id", "Бондар"),
        ...choose("deputy_id", "Мельник"),
        ...desk([{ trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Ліди в роботі) td[name=count]:contains(1)" }]),
        ...phone([{ trigger: ".o_field_widget[name=line_ids] .o_kanban_record:contains(Ліди в роботі):contains(1)" }]),
        ...phone([
            { trigger: ".o_statusbar_buttons .dropdown-toggle, .o_cp_action_menus .dropdown-toggle", run: "click" },
        ]),
        { trigger: ".o_bas_handover_pass", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: ".o_notification:contains(Передано: 1.)" },
        ...desk([{ trigger: ".o_bas_handover_undo", run: "click" }]),
        ...phone([
            { trigger: ".o_statusbar_buttons .dropdown-toggle, .o_cp_action_menus .dropdown-toggle", run: "click" },
            { trigger: ".o_bas_handover_undo", run: "click" },
        ]),
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: ".o_notification:contains(Повернено: 1.)" },
    ],
});
