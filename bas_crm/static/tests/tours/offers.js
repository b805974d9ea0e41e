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
    { trigger: ".modal .o_field_widget[name=attachment_ids] :contains(Комерційна пропозиція)", content: "its print is attached" },
    { trigger: ".modal button.o_mail_send", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    { trigger: ".o_form_view .o_statusbar_status :contains(Надіслано)" },
];

/** From an order with lines: variants A and B, each with a title, and one letter for both. */
export const offerTwoVariants = () => [
    ...press("action_create_offer"),
    { trigger: ".o_form_view .o_field_widget[name=title] input", run: "edit Повний набір" },
    { trigger: ".o_field_widget[name=line_ids] :contains(Стіл)", content: "the lines of the order" },
    { trigger: ".o_form_button_save", run: "click" },
    ...send(),
    ...press("action_next_variant"),
    { trigger: ".o_form_view .badge :contains(B), .o_form_view .badge:contains(B)" },
    { trigger: ".o_form_view .o_field_widget[name=title] input", run: "edit Економ" },
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
    { trigger: ".oe_stat_button[name=action_view_order]", isActive: ["desktop"], run: "click" },
    { trigger: ".o_back_button", isActive: ["mobile"], run: "click" },
    { trigger: ".o_form_view :is(.badge):contains(A)", isActive: ["mobile"] },
    { trigger: ".o_back_button", isActive: ["mobile"], run: "click" },
    // One letter for both: its link opens a page that compares them.
    { trigger: ".o_form_view:has(.o_field_widget[name=order_line]) button[name=action_confirm_offer]" },
    ...press("action_send_offers"),
    { trigger: ".modal .o_mail_composer_form_view, .modal .o_mail_composer_form" },
    { trigger: ".modal .odoo-editor-editable:contains(Варіантів на вибір: 2)" },
    { trigger: ".modal button.o_mail_send", run: "click" },
    { trigger: "body:not(:has(.modal))" },
];

registry.category("web_tour.tours").add("bas_crm_offers", { steps: offerTwoVariants });

registry.category("web_tour.tours").add("bas_crm_offer_accepted", {
    steps: () => [
        { trigger: ".o_bas_offer .card:contains(Повний набір)" },
        { trigger: ".o_bas_offer .card:contains(Економ) .o_bas_accept", run: "click" },
        // The area for the signature appears after the first character of the name.
        { trigger: ".modal.show .o_web_sign_name_input", run: "edit К" },
        { trigger: ".modal.show canvas" },
        { trigger: ".modal.show .o_web_sign_name_input", run: "edit Коваль Оксана" },
        {
            trigger: ".modal.show .o_portal_sign_submit:enabled",
            async run({ click }) {
                // Delay the answer of the server: meanwhile the button shows that it saves and ignores clicks.
                const { send } = XMLHttpRequest.prototype;
                const { fetch } = window;
                window.fetch = (...request) => new Promise((done) => setTimeout(() => done(fetch(...request)), 1500));
                XMLHttpRequest.prototype.send = function (...body) {
                    setTimeout(() => send.apply(this, body), 1500);
                };
                await click();
            },
        },
        { trigger: ".modal.show .o_portal_sign_submit:disabled:contains(Підпис зберігається)", expectUnloadPage: true },
        { trigger: ".alert-success:contains(Дякуємо)" },
        { trigger: ".card:contains(Економ) :contains(Підписано покупцем)" },
    ],
});
