import { registry } from "@web/core/registry";
import { unfoldButtons } from "./steps";

registry.category("web_tour.tours").add("bas_crm_lead_to_order", {
    steps: () => [
        { trigger: ".o_kanban_view .o_kanban_group", content: "the board of leads" },
        { trigger: ".o-kanban-button-new, .o_control_panel .btn:contains(Створити)", run: "click" },
        { trigger: ".o_kanban_quick_create .o_field_widget[name=name] input", run: "edit Столи для кафе" },
        { trigger: ".o_kanban_quick_create .o_field_widget[name=partner_name] input", run: "edit ТОВ «Кав’ярня»" },
        { trigger: ".o_kanban_quick_create .o_field_widget[name=phone] input", run: "edit 0671239876" },
        { trigger: ".o_kanban_quick_create .o_kanban_edit", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=company_registry] input", run: "edit 32855961" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        unfoldButtons(),
        { trigger: "button[name=action_convert_to_customer_and_order]", run: "click" },
        { trigger: ".o_field_widget[name=contract_id] input", content: "the order, with the main contract" },
    ],
});
