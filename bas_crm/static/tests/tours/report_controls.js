import { registry } from "@web/core/registry";
import { openFigure, unfoldButtons } from "./steps";

/** A date, typed into the picker of a report. */
const setDay = (picker, day) => ({ trigger: `${picker} input:first`, run: `edit ${day} && press Enter` });

/** The file is made by the server; nothing is left under way when the button can be pressed again. */
const download = (button) => [
    { trigger: `${button}:enabled`, run: "click" },
    { trigger: `body:not(.modal-open):not(:has(.o_blockUI, .o_error_dialog)) ${button}:enabled` },
];
const downloads = () => [...download(".o_bas_report_export"), ...download(".o_bas_report_print")];

const FUNNEL = ".o_bas_funnel_renderer:has([data-figure=count])";

/** Every control of the drawn funnel, once. */
registry.category("web_tour.tours").add("bas_crm_funnel_controls", {
    steps: () => [
        { trigger: FUNNEL },
        // The type of orders: works have none yet, sales have.
        { trigger: ".o_bas_funnel_type", run: "selectByLabel Роботи" },
        { trigger: ".o_bas_funnel_empty" },
        { trigger: ".o_bas_funnel_type", run: "selectByLabel Продажі" },
        { trigger: FUNNEL },
        // The day as of which, and now again.
        setDay(".o_bas_funnel_as_of", "01.01.2020"),
        { trigger: ".o_bas_funnel_empty" },
        { trigger: ".o_bas_funnel_now", run: "click" },
        { trigger: FUNNEL },
        // Days of one's own.
        { trigger: ".o_bas_report_period", run: "select custom" },
        setDay(".o_bas_report_dates", "01.01.2020"),
        { trigger: FUNNEL },
        // Beside the funnel of a year ago; without own documents of others two managers are not offered.
        { trigger: ".o_bas_report_controls:not(:has(.o_bas_report_two)) .o_bas_report_compare", run: "select year" },
        { trigger: ".o_bas_funnel_previous" },
        { trigger: "[data-before=count]" },
        { trigger: ".o_bas_report_compare", run: "select before" },
        { trigger: "[data-before=count]" },
        { trigger: ".o_bas_report_compare", run: "selectByLabel Без порівняння" },
        { trigger: "body:not(:has([data-before]))" },
        { trigger: ".o_bas_funnel_by_amount", run: "click" },
        { trigger: ".o_bas_funnel_by_count", run: "click" },
        { trigger: ".o_bas_funnel_by_count.active" },
        // Each figure, and each reason, opens its rows.
        ...["[data-figure=there]", "[data-figure=returned]", "[data-figure=to_previous]", "[data-figure=to_first]",
            "[data-figure=hours]", "[data-figure=amount]", "[data-figure=lost]", "[data-figure=lost_amount]", ".o_bas_funnel_reason",
        ].flatMap((figure) => openFigure(figure, FUNNEL)),
        ...downloads(),
        // The same choice stands above the time in stages.
        { trigger: "body", run: () => (window.location.href = "/odoo/bas-stage-time"), expectUnloadPage: true },
        { trigger: ".o_pivot", },
        { trigger: ".o_bas_funnel_type", run: "selectByLabel Продажі" },
        { trigger: "body:not(:has(.o_error_dialog)) .o_pivot .o_pivot_cell_value" },
    ],
});

/** A head of sales compares the funnels of two managers. */
registry.category("web_tour.tours").add("bas_crm_funnel_pair", {
    steps: () => [
        { trigger: FUNNEL },
        { trigger: ".o_bas_report_two", run: "click" },
        { trigger: ".o_bas_funnel_difference" },
        { trigger: ".o_bas_report_manager:first", run: "selectByLabel Мельник Ірина" },
        { trigger: ".o_bas_report_manager:last", run: "selectByLabel Ткачук Олена" },
        { trigger: ".o_bas_funnel_group:contains(Мельник Ірина) [data-figure=count]:contains(4)" },
        { trigger: ".o_bas_report_compare", run: "select year" },
        { trigger: ".o_bas_funnel_group [data-before=count]" },
        ...openFigure(".o_bas_funnel_group [data-figure=count]:enabled", ".o_bas_funnel_difference"),
        ...downloads(),
        { trigger: ".o_bas_report_two", run: "click" },
        { trigger: "body:not(:has(.o_bas_funnel_difference, .o_bas_report_manager))" },
    ],
});

const MANAGERS = ".o_bas_manager_renderer:has(.o_bas_manager_total)";

/** Every control of the managers' analysis, once. */
registry.category("web_tour.tours").add("bas_crm_manager_controls", {
    steps: () => [
        { trigger: MANAGERS },
        { trigger: ".o_bas_report_period", run: "select day" },
        { trigger: MANAGERS },
        { trigger: ".o_bas_manager_before", run: "click" },
        { trigger: ".o_bas_manager_empty .o_bas_manager_widen:last", run: "click" },
        { trigger: MANAGERS },
        { trigger: ".o_bas_manager_now", run: "click" },
        { trigger: MANAGERS },
        ...openFigure(".o_bas_manager_part:not(.d-none)", MANAGERS),
        ...openFigure(".o_bas_manager_row:not(.o_bas_manager_total) [data-figure=all]", MANAGERS),
        ...openFigure(".o_bas_manager_total [data-figure=all]", MANAGERS),
        ...download(".o_bas_manager_page"),
        ...downloads(),
        // A year ago, and two managers side by side.
        { trigger: ".o_bas_report_compare", run: "select year" },
        { trigger: ".o_bas_manager_legend:contains(рік тому)" },
        { trigger: ".o_bas_report_two", run: "click" },
        { trigger: ".o_bas_manager_pair [data-column=revenue] .o_bas_manager_difference" },
        { trigger: ".o_bas_report_manager:first", run: "selectByLabel Ткачук Олена" },
        ...openFigure(".o_bas_manager_pair [data-figure=revenue]", ".o_bas_manager_pair"),
        ...openFigure(".o_bas_manager_all[aria-label*=Ткачук]", ".o_bas_manager_pair"),
        ...downloads(),
        { trigger: ".o_bas_report_two", run: "click" },
        { trigger: MANAGERS },
        { trigger: ".o_bas_report_period", run: "select custom" },
        setDay(".o_bas_report_dates", "01.01.2020"),
        { trigger: MANAGERS },
    ],
});

const desk = (...steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
const phone = (...steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));
const pick = (name) => [
    ...desk(
        { trigger: `.modal .o_data_row:contains(${name}) .o_list_record_selector input`, run: "click" },
        { trigger: ".modal .o_select_button:enabled", run: "click" }
    ),
    ...phone({ trigger: `.modal .o_kanban_record:contains(${name}), .modal .o_data_row:contains(${name}) .o_data_cell`, run: "click" }),
    { trigger: "body:not(:has(.modal)) .o_plan_matrix" },
];

/** Every control of the table of a plan. */
registry.category("web_tour.tours").add("bas_crm_plan_controls", {
    steps: () => [
        { trigger: ".o_plan_matrix:contains(Стіл)" },
        { trigger: ".o_plan_modes [data-mode=price_unit]", run: "click" },
        { trigger: ".o_plan_modes [data-mode=both]", run: "click" },
        { trigger: ".o_plan_modes [data-mode=both].active" },
        { trigger: ".o_plan_add_category", run: "click" },
        ...pick("Текстиль"),
        { trigger: ".o_plan_matrix:contains(Штора)" },
        ...desk(
            {
                trigger: "tr:contains(Штора) .o_plan_name",
                content: "the cross is seen where the mouse is, which no tour has",
                run() {
                    this.anchor.querySelector(".o_plan_remove").click();
                },
            }
        ),
        ...phone(
            { trigger: ".o_plan_card:contains(Штора) .o_plan_open", run: "click" },
            { trigger: ".o_plan_card:contains(Штора) input.o_plan_field:first", run: "edit 3 && press Tab" },
            { trigger: ".o_plan_card:contains(Штора) .o_plan_remove_card", run: "click" }
        ),
        { trigger: ".o_plan_matrix:not(:contains(Штора))" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.o_form_button_save:visible)) .o_plan_matrix:contains(Стіл)" },
    ],
});

/** A plan by manager: its table is made, and gets a row without a manager. */
registry.category("web_tour.tours").add("bas_crm_plan_by_manager", {
    steps: () => [
        ...desk({ trigger: ".o_list_button_add", run: "click" }),
        ...phone({ trigger: ".o-kanban-button-new", run: "click" }),
        { trigger: ".o_field_widget[name=dimension] input", run: "click" },
        { trigger: ".o_select_menu_item:contains(Менеджер)", run: "click" },
        { trigger: ".o_plan_ready", run: "click" },
        { trigger: ".o_plan_add_nobody", run: "click" },
        { trigger: ".o_plan_matrix:contains(Без менеджера)" },
        unfoldButtons(),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.o_form_button_save:visible)) .o_plan_matrix:contains(Без менеджера)" },
    ],
});

const own = ".o_bas_board_record [title*='Обід удома']";
const planned = ".o_bas_board_record [title*='Дзвінок постачальнику']";

/** Controls of the calendar that no other tour uses: New, Cancel, and deleting what is no document. */
registry.category("web_tour.tours").add("bas_crm_board_controls", {
    steps: () => [
        { trigger: ".o_bas_board_new", run: "click" },
        { trigger: ".modal .o_field_widget[name=kind]" },
        { trigger: ".modal .o_form_button_cancel, .modal .btn-close, .modal .oi-arrow-left", run: "click" },
        { trigger: `body:not(:has(.modal)) ${planned}`, run: "click" },
        { trigger: ".o_bas_board_button_cancel", run: "click" },
        { trigger: ".modal .btn-primary:contains(Скасувати подію)", run: "click" },
        { trigger: `body:not(:has(.modal, ${planned})) .o_bas_board_view` },
        { trigger: own, run: "click" },
        { trigger: ".o_cw_popover_delete", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary, .modal .modal-footer .btn-danger", run: "click" },
        { trigger: `body:not(:has(.modal, ${own})) .o_bas_board_view` },
    ],
});
