import { registry } from "@web/core/registry";

/** The debts of two customers are chosen in the list: a letter to one, a call to the other, who has no e-mail. */
registry.category("web_tour.tours").add("bas_crm_debtors_desk", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(Світанок)" },
        { trigger: "body:not(:has(.o_data_row:contains(Вчасно)))", content: "what is not due is filtered out" },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name=action_remind]:contains(Нагадати)", run: "click" },
        { trigger: ".modal .o_data_row:contains(Мельник):contains(Запланований дзвінок)" },
        { trigger: ".modal .o_data_row:contains(Світанок):contains(Лист) .o_data_cell:first", run: "click" },
        { trigger: ".modal:has(.o_bas_debt_letter) .o_field_widget[name=letter_end]:contains(1 500,00)" },
        { trigger: ".modal .o_field_widget[name=subject] input", run: "edit Прохання оплатити" },
        { trigger: ".modal:has(.o_bas_debt_letter) .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.o_bas_debt_letter)) .modal button[name=action_remind]", run: "click" },
        { trigger: ".o_notification:contains(Надіслано листів: 1)" },
        { trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:contains(Світанок) .o_data_cell[name=last_reminder]:not(:empty)" },
    ],
});

/** On a phone: one card, one letter; then what was reminded. */
registry.category("web_tour.tours").add("bas_crm_debtors_phone", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Світанок) .o_field_widget[name=phone] a[href^='tel:']" },
        { trigger: ".o_kanban_record:contains(Світанок) button[name=action_remind]", run: "click" },
        { trigger: ".modal .o_field_widget[name=letter_end]:contains(1 500,00)" },
        { trigger: ".modal footer button[name=action_remind]:visible", run: "click" },
        { trigger: ".o_notification:contains(Надіслано листів: 1)" },
        { trigger: "body:not(:has(.modal)) .o_kanban_record:contains(Світанок):contains(Нагадано)" },
    ],
});
