import { registry } from "@web/core/registry";
import { unfoldButtons } from "./steps";

const desk = (...steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
const phone = (...steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));
const press = (text) => [
    unfoldButtons(),
    { trigger: `.o_statusbar_buttons button:contains(${text}), .o-dropdown--menu button:contains(${text})`, run: "click" },
];
const open = (action) => ({
    trigger: "body",
    run: () => odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action, { clearBreadcrumbs: true }),
});
const SUM = ".o_plan_grid tr:contains(Стілець) td[data-place='1']";

/** A plan from last year's sales, its fact, the two reports of the department, and the plan once more. */
registry.category("web_tour.tours").add("bas_crm_head_walk", {
    steps: () => [
        ...desk({ trigger: ".o_list_button_add", run: "click" }),
        ...phone({ trigger: ".o-kanban-button-new", run: "click" }),
        { trigger: ".o_field_widget[name=dimension] input", run: "click" },
        { trigger: ".o_select_menu_item:contains(Номенклатура):not(:contains(Категорія))", run: "click" },
        { trigger: "button:contains(Показати таблицю)", run: "click" },
        { trigger: ".o_plan_add" },
        ...press("Заповнити…"),
        { trigger: ".modal .o_field_widget[name=preview]:contains(2)" },
        { trigger: ".modal button[name=action_fill]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_plan_matrix:contains(Стілець)" },
        ...desk(
            { trigger: SUM, run: "click" },
            { trigger: `${SUM}.o_active` },
            { trigger: ".o_plan_grid", run: "press F2" },
            { trigger: ".o_plan_input", run: "edit 750,00" },
            { trigger: ".o_plan_input", run: "press Tab" },
            { trigger: `${SUM}:contains(750)` }
        ),
        ...phone(
            { trigger: ".o_plan_card button:contains(Стілець)", run: "click" },
            { trigger: '.o_plan_card:contains(Стілець) input[placeholder="Сума"]', run: "edit 750,00 && press Tab" },
            { trigger: ".o_plan_card:contains(Стілець):contains(750)" }
        ),
        { trigger: ".o_form_button_save:visible", run: "click" },
        { trigger: "body:not(:has(.o_form_button_save:visible)) .o_plan_matrix" },
        ...press("Затвердити"),
        { trigger: "body:not(:has(.o_plan_add)) .o_plan_matrix:contains(Стілець)", content: "frozen" },

        // The fact of the plan, and the goods issues behind it.
        { trigger: ".nav-link[name=gap]", run: "click" },
        { trigger: ".o_bas_gap_bar[data-part=fact_amount]:contains(2 700)", run: "click" },
        { trigger: ".o_data_row:contains(Стіл), .o_kanban_record:contains(Стіл)" },
        ...desk(
            { trigger: ".o_list_view .o_control_panel button[name=action_open_invoices]", run: "click" },
            // The list it leaves names the customer, too: only the invoices' own list has no such button.
            { trigger: "body:not(:has(button[name=action_open_invoices])) .o_list_view .o_data_row:contains(Світанок)" },
            { trigger: ".breadcrumb-item.o_back_button a", run: "click" },
            { trigger: ".o_list_view .o_control_panel button[name=action_open_invoices]" }
        ),
        { trigger: ".breadcrumb-item.o_back_button a, button.o_back_button", run: "click" },

        // An approved plan is opened with a reason.
        ...press("Змінити план"),
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Ціни зросли" },
        { trigger: ".modal button[name=action_revise]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view .o_plan_add" },

        open("bas_crm.bas_funnel_report_action"),
        { trigger: ".o_bas_report_period", run: "select this_year" },
        { trigger: ".o_bas_funnel_row [data-figure=count]:contains(/^1$/)" },
        open("bas_crm.bas_manager_report_action"),
        { trigger: ".o_bas_manager_row [data-figure=revenue]", run: "click" },
        { trigger: ".o_data_row:contains(Світанок), .o_kanban_record:contains(Світанок)" },
    ],
});
