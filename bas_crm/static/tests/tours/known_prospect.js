import { registry } from "@web/core/registry";
import { choose, unfoldButtons } from "./steps";

registry.category("web_tour.tours").add("bas_crm_known_prospect", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Дзвонив щодо столів)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=phone]", content: "the card of the lead" },

        // Low quality needs a reason, and can be taken back.
        unfoldButtons(),
        { trigger: "button[name=action_mark_junk]", run: "click" },
        ...choose(".modal .o_field_widget[name=lost_reason_id]", "Не влаштували умови"),
        { trigger: ".modal button[name=action_lost_reason_apply]", run: "click" },
        { trigger: ".o_form_view .alert-warning:contains(Не влаштували умови)" },
        { trigger: "button[name=action_return_to_work]", run: "click" },
        { trigger: ".o_form_view:not(:has(.alert-warning:contains(Не влаштували умови)))", content: "in work again" },
        { trigger: ".o_form_view .alert-warning a[target=_blank]:contains(Світанок)", content: "whose phone it is" },

        // The phone is known: the wizard says so.
        unfoldButtons(),
        { trigger: "button[name=action_convert_to_customer]", run: "click" },
        { trigger: ".modal :contains(+380671239876)", content: "the reason is told" },
        { trigger: ".modal button[name=action_link]", run: "click" },

        // The counterparty we know, with the new person on the card.
        { trigger: ".o_form_view .o_field_widget[name=counterparty_type]" },
        { trigger: ".o_form_view :contains(Марія Левченко)" },
    ],
});
