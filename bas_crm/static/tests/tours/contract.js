import { registry } from "@web/core/registry";
import { choose } from "./steps";

registry.category("web_tour.tours").add("bas_crm_contract", {
    steps: () => [
        { trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
        ...choose(".o_form_view .o_field_widget[name=partner_id]", "ТОВ «Світанок»"),
        ...choose(".o_field_widget[name=template_id]", "Договір поставки"),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=body] :contains(ТОВ «Світанок»)", content: "the text is filled from the cards" },
        { trigger: ".alert-warning:contains(У картках не заповнено)", content: "and what is missing is told" },
        { trigger: "button[name=action_activate]", run: "click" },
        { trigger: ".o_statusbar_status :contains(Чинний)" },
    ],
});
