import { registry } from "@web/core/registry";
import { unfoldButtons } from "./steps";

const BUTTONS = ".o_statusbar_buttons, .o-dropdown--menu";
const press = (name) => [
    unfoldButtons(),
    { trigger: `:is(${BUTTONS}) button[name=${name}]`, run: "click" },
];
const send = () => [
    ...press("action_send"),
    { trigger: ".modal .o_mail_composer_form_view, .modal .o_mail_composer_form", content: "a letter with the offer" },
    { trigger: ".modal :contains(Комерційна пропозиція 0)", content: "its print goes with it" },
    { trigger: ".modal button.o_mail_send", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    { trigger: ".o_form_view .o_statusbar_status :contains(Надіслано)" },
];

registry.category("web_tour.tours").add("bas_crm_offers", {
    steps: () => [
        ...press("action_create_offer"),
        { trigger: ".o_form_view .o_field_widget[name=title] input", run: "edit Повний набір" },
        { trigger: ".o_field_widget[name=line_ids] :contains(Стіл)", content: "the lines of the order" },
        { trigger: ".o_form_button_save", run: "click" },
        ...send(),
        ...press("action_next_variant"),
        { trigger: ".o_form_view .badge :contains(B), .o_form_view .badge:contains(B)" },
        { trigger: ".o_form_view .o_field_widget[name=title] input", run: "edit Економ" },
        { trigger: ".o_form_button_save", run: "click" },
        ...send(),
    ],
});

registry.category("web_tour.tours").add("bas_crm_offer_accepted", {
    steps: () => [
        { trigger: ".o_bas_offer .card:contains(Повний набір)" },
        { trigger: ".o_bas_offer .card:contains(Економ) .o_bas_accept", run: "click" },
        // The place for the signature comes with the first letter.
        { trigger: ".modal.show .o_web_sign_name_input", run: "edit К" },
        { trigger: ".modal.show canvas" },
        { trigger: ".modal.show .o_web_sign_name_input", run: "edit Коваль Оксана" },
        { trigger: ".modal.show .o_portal_sign_submit:enabled", run: "click", expectUnloadPage: true },
        { trigger: ".alert-success:contains(Дякуємо)" },
        { trigger: ".card:contains(Економ) :contains(Прийнято)" },
    ],
});
