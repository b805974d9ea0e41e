import { registry } from "@web/core/registry";
import { offerTwoVariants } from "./offers";
import { choose, unfoldButtons } from "./steps";

const desk = (...steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
const phone = (...steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));
const press = (name) => [
    unfoldButtons(),
    { trigger: `:is(.o_statusbar_buttons, .o-dropdown--menu) button[name=${name}]`, run: "click" },
];

/** A new lead, a call on it, the decision, the order and two offers to choose from. */
registry.category("web_tour.tours").add("bas_crm_manager_sells", {
    steps: () => [
        { trigger: ".o_kanban_view .o_kanban_group" },
        { trigger: ".o-kanban-button-new, .o_control_panel .btn:contains(Створити)", run: "click" },
        { trigger: ".o_kanban_quick_create .o_field_widget[name=name] input", run: "edit Столи для кафе" },
        { trigger: ".o_kanban_quick_create .o_field_widget[name=partner_name] input", run: "edit ТОВ «Кав’ярня»" },
        { trigger: ".o_kanban_quick_create .o_field_widget[name=email_from] input", run: "edit kava@example.com" },
        { trigger: ".o_kanban_quick_create .o_kanban_edit", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=company_registry]" },

        // What was said in the call is written down, and the call is done.
        ...press("action_new_event"),
        { trigger: ".o_field_widget[name=subject] textarea", run: "edit Обговорити столи" },
        { trigger: ".o_field_widget[name=description] .odoo-editor-editable", run: "editor Потрібно два столи" },
        { trigger: ".o_form_button_save:visible", run: "click" },
        { trigger: ".o_form_saved" },
        ...press("action_done"),
        { trigger: ".o_statusbar_status button:contains(Завершено)[aria-checked=true], .o_statusbar_status:contains(Завершено)" },
        { trigger: ".o_back_button", run: "click" },

        ...press("action_convert_to_customer_and_order"),
        { trigger: ".o_field_widget[name=contract_id] input:not(:value(''))", content: "with its contract" },
        ...desk({ trigger: ".o_field_widget[name=order_line] .o_field_x2many_list_row_add a:first", run: "click" }),
        ...phone({ trigger: ".o_field_widget[name=order_line] button:contains(Додати номенклатуру)", run: "click" }),
        ...choose(":is(.modal .o_field_widget[name=product_id], .o_field_widget[name=product_template_id])", "Стіл"),
        ...phone({ trigger: ".modal .o_form_button_save", run: "click" }),
        { trigger: "body:not(:has(.modal)) .o_field_widget[name=tax_totals]:contains(700)" },
        { trigger: ".o_form_button_save:visible", run: "click" },
        { trigger: ".o_form_saved" },
        ...offerTwoVariants(),
    ],
});

/** The order is signed and paid: the goods issue behind it, and the customer's history. */
registry.category("web_tour.tours").add("bas_crm_manager_looks_back", {
    steps: () => [
        { trigger: ".o_form_view .o_bas_stages" },
        ...phone({ trigger: ".o-form-buttonbox button.o_button_more", run: "click" }),
        { trigger: "button[name=action_view_invoice]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]:contains(Стіл)" },
        {
            trigger: "body",
            run: () =>
                odoo.__WOWL_DEBUG__.root.env.services.action.doAction("bas_crm.res_partner_action", {
                    clearBreadcrumbs: true,
                }),
        },
        ...desk({ trigger: ".o_data_row .o_data_cell:contains(Кав’ярня)", run: "click" }),
        ...phone(
            { trigger: ".o_kanban_record:contains(Кав’ярня)", run: "click" },
            { trigger: ".o_form_view .o-form-buttonbox button.o_button_more", run: "click" }
        ),
        { trigger: "button[name=action_view_history]", run: "click" },
        ...["Столи для кафе", "Обговорити столи", "Повний набір", "Економ"].map((subject) => ({
            trigger: `.o_data_row:contains(${subject}), .o_kanban_record:contains(${subject})`,
        })),
    ],
});
