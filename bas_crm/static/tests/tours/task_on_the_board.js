import { registry } from "@web/core/registry";

const TASK = ".o_bas_board_record:has(.fa-wrench)";
const MORNING_TASK = `${TASK}:has([title^='08:00'])`;
const FREE_HOUR = ".fc-timegrid-slot-lane[data-time='14:00:00']";

registry.category("web_tour.tours").add("bas_crm_task_on_the_board", {
    steps: () => [
        // At a desk the task is dragged to another hour.
        { trigger: `.o_bas_board_view ${MORNING_TASK}`, isActive: ["desktop"], run: `drag_and_drop ${FREE_HOUR}` },
        { trigger: `.o_bas_board_view ${TASK}:not(${MORNING_TASK})`, isActive: ["desktop"], content: "it stands there now" },
        { trigger: `.o_bas_board_view ${TASK}`, run: "click" },

        // It opens, and is finished there.
        { trigger: ".list-group-item a[href='tel:+380671239876']", content: "whom to call" },
        { trigger: ".list-group-item .o_bas_map_link", content: "where to go" },
        { trigger: ".o_bas_board_button_open", run: "click" },
        { trigger: ".o_field_widget[name=customer_phone] a[href='tel:+380671239876']", content: "the same in the task" },
        { trigger: ".o_bas_map_link[href^='https://maps.google.com/maps?q=']:contains(Соборна)" },
        { trigger: ".o_form_view .o_field_widget[name=line_ids]", content: "the task itself" },
        { trigger: ".o_form_view button[name=action_done]", run: "click" },
        { trigger: ".o_form_view button[name=action_plan]", content: "it is done", isActive: ["desktop"] },

        // The customer's card tells of it.
        {
            trigger: "body",
            run: () =>
                odoo.__WOWL_DEBUG__.root.env.services.action.doAction("bas_crm.res_partner_action", {
                    clearBreadcrumbs: true,
                }),
        },
        { trigger: ".o_data_row .o_data_cell:contains(Світанок)", isActive: ["desktop"], run: "click" },
        { trigger: ".o_kanban_record:contains(Світанок)", isActive: ["mobile"], run: "click" },
        { trigger: ".o_form_view .o-form-buttonbox button.o_button_more", isActive: ["mobile"], run: "click" },
        { trigger: "button[name=action_view_history]", run: "click" },
        { trigger: ".o_data_row:contains(Завдання на роботу)", isActive: ["desktop"] },
        { trigger: ".o_kanban_record:contains(Завдання на роботу)", isActive: ["mobile"] },
    ],
});
