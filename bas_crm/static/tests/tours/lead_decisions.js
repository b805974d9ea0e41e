import { registry } from "@web/core/registry";
import { choose } from "./steps";

const CARD = ".o_kanban_record:contains(Столи для кафе)";
const drop = (card, label) => ({
    trigger: card,
    run: (helpers) => helpers.drag_and_drop(`.o_bas_decision:contains(${label})`, { position: { top: 30, left: 30 }, relative: true }),
});

/** A card is dropped on a decision: the questions are those of the buttons. */
registry.category("web_tour.tours").add("bas_crm_lead_decisions", {
    steps: () => [
        { trigger: ".o_kanban_renderer:not(:has(.o_bas_decisions))" },
        drop(CARD, "Неякісний лід"),
        { trigger: ".modal button:contains(Закрити)", run: "click" },
        { trigger: `body:not(:has(.modal)) ${CARD}`, content: "nothing is decided without a reason" },

        drop(CARD, "Неякісний лід"),
        ...choose(".modal .o_field_widget[name=lost_reason_id]", "Не влаштували умови"),
        { trigger: ".modal button[name=action_lost_reason_apply]", run: "click" },
        { trigger: `body:not(:has(.modal)) .o_kanban_renderer:not(:has(${CARD}))` },

        drop(".o_kanban_record:contains(Штори)", "Перевести й створити замовлення"),
        { trigger: ".o_form_view .o_field_widget[name=contract_id] input", content: "the order" },
    ],
});
