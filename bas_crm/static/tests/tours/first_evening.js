import { registry } from "@web/core/registry";

const MOST_CLICKS = 30;
const LOGO = "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP8z4APMOGVHbHSAEEsAROxCnMTAAAAAElFTkSuQmCC";

const getClicks = () => Number(window.sessionStorage.getItem("bas_crm_clicks"));

/** A person moves between fields with the keyboard, so that typing is no click. */
const press = (trigger, rest = {}) => ({
    trigger,
    run(helpers) {
        window.sessionStorage.setItem("bas_crm_clicks", getClicks() + 1);
        return helpers.click();
    },
    ...rest,
});
const type = (field, text) => ({ trigger: `.modal [name=${field}] input`, run: `edit ${text}` });
const open = (step) => press(`.o_bas_setup_card [data-step=${step}]`);
const choose = (value) => press(`.modal .o_radio_input[data-value=${value}]`);
const finish = (card, state = "done") => [
    { trigger: "body:not(:has(.modal))" },
    { trigger: `.o_bas_setup_card[data-card=${card}][data-state=${state}]` },
];
const save = (name) => press(`.modal-footer button[name=${name}]`);

function upload() {
    window.sessionStorage.setItem("bas_crm_clicks", getClicks() + 1);
    const files = new DataTransfer();
    const bytes = Uint8Array.from(atob(LOGO), (letter) => letter.charCodeAt(0));
    files.items.add(new File([bytes], "logo.png", { type: "image/png" }));
    this.anchor.files = files.files;
    this.anchor.dispatchEvent(new Event("change"));
}

registry.category("web_tour.tours").add("bas_crm_first_evening", {
    steps: () => [
        { trigger: ".o_bas_setup_card[data-card=firm][data-state=todo]", run: () => window.sessionStorage.removeItem("bas_crm_clicks") },
        press(".o_bas_setup_make"),
        press(".o_bas_setup_reload", { expectUnloadPage: true }),
        ...finish("firm"),
        { trigger: ".o_bas_setup_make.btn-secondary" },

        open("requisites"),
        type("name", "ТОВ «Затишок Новий»"),
        type("legal_name", "Товариство з обмеженою відповідальністю «Затишок Новий»"),
        type("company_registry", "32855962"),
        type("street", "вул. Ткацька, 214"),
        type("city", "Вінниця"),
        type("phone", "+380 432 01 22 81"),
        type("email", "office@example.com"),
        type("signatory_name", "Д. О. Кравець"),
        // a mistake is no part of the evening
        { trigger: ".modal-footer button[name=action_save]", run: "click" },
        { trigger: ".modal:contains(Неправильний ЄДРПОУ: 32855962)" },
        { trigger: ".modal:last .modal-footer .btn-primary", run: "click" },
        type("company_registry", "32855961"),
        save("action_save"),
        ...finish("requisites"),

        open("taxes"),
        choose("single"),
        { trigger: ".modal [name=tax_status] input:value(Платник єдиного податку)" },
        press(".modal-footer button[name=action_apply]", { expectUnloadPage: true }),
        ...finish("taxes"),

        open("bank"),
        type("acc_number", "UA213223130000026007233566001"),
        type("bank_name", "АТ «Подільський банк»"),
        save("action_save"),
        ...finish("bank"),

        open("logo"),
        { trigger: ".modal .o_preview_iframe:iframe :contains(Стіл обідній)" },
        { trigger: ".modal .o_field_image input[type=file]:not(:visible)", run: upload },
        { trigger: ".modal .o_preview_iframe:iframe img" },
        save("action_save"),
        ...finish("logo"),

        open("stages"),
        choose("made_to_order"),
        { trigger: ".modal [name=content]:contains(Замір і розрахунок)" },
        save("action_apply"),
        { trigger: ".o_bas_setup_card[data-card=stages]:contains(Виготовлення: Заявка → Замір і розрахунок)" },

        open("person"),
        type("name", "Мельник Ірина"),
        type("email", "iryna@example.com"),
        choose("all"),
        { trigger: ".modal [name=note]:contains(Бачить документи всіх менеджерів)" },
        save("action_add"),
        press(".modal .o_data_row td[name=new_passwd]"),
        { trigger: ".modal .o_data_row td[name=new_passwd] input", run: "edit Pidval-7-kavun" },
        press(".modal-footer button[name=change_password_button]"),
        ...finish("people"),
        { trigger: ".o_bas_setup_card[data-card=people]:contains(Менеджер: усі документи — Мельник Ірина)" },

        open("main_template"),
        press(".modal [name=contract_template_id] input"),
        press(".o-autocomplete--dropdown-item a:contains(Договір поставки)"),
        save("action_save"),
        ...finish("templates"),

        open("mail_servers"),
        press(".o_list_button_add"),
        { trigger: ".o_form_view [name=name] input", run: "edit Пошта фірми" },
        { trigger: ".o_form_view [name=smtp_host] input", run: "edit mail.example.com" },
        press(".o_form_button_save"),
        { trigger: ".o_form_saved" },
        press(".breadcrumb-item a:contains(Початок роботи), .o_back_button"),
        ...finish("mail"),

        press(".o_bas_setup_first", { expectUnloadPage: true }),
        {
            trigger: ".o_bas_setup_first:contains(Показати)",
            run() {
                if (getClicks() > MOST_CLICKS) {
                    throw new Error(`The evening takes ${getClicks()} clicks`);
                }
            },
        },
    ],
});
