import { registry } from "@web/core/registry";

const check = (isTrue, text) => {
    if (!isTrue) {
        throw new Error(text);
    }
};

const figure = (tile) => document.querySelector(`[data-tile=${tile}] .o_bas_morning_number`).textContent;
const digits = (text) => text.replace(/[^\d]/g, "");

const ROW = ".o_list_view .o_data_row .o_data_cell, .o_kanban_view .o_kanban_record:not(.o_kanban_ghost)";
const BACK = ".o_back_button, .breadcrumb-item.o_back_button, .o_breadcrumb a";
/** Tiles whose first figure opens a list. */
const OPENED = ["money", "debt", "offers", "standing", "unanswered", "steps", "losses", "customers"];

/** A figure of the tile opens its rows, and a row opens its document. */
const openRow = (tile) => [
    { trigger: `[data-tile=${tile}] .o_bas_morning_figures button:not(:contains(/^0/))`, run: "click" },
    { trigger: ROW, run: "click" },
    { trigger: ".o_form_view" },
    { trigger: ".o_form_view .o_back_button, .o_main_navbar .o_back_button", run: "click" },
    { trigger: ROW },
    { trigger: BACK, run: "click" },
    { trigger: `[data-tile=${tile}]` },
];

registry.category("web_tour.tours").add("bas_crm_morning", {
    steps: () => [
        {
            trigger: "[data-tile=debt] .o_bas_morning_number",
            run: () => {
                check(digits(figure("debt")) === "1500", `the debt is ${figure("debt")}`);
                check(document.querySelectorAll(".o_bas_morning_tile").length >= 9, "tiles");
                const { scrollWidth, clientWidth } = document.documentElement;
                check(scrollWidth <= clientWidth, "the page is wider than the screen");
            },
        },
        { trigger: ".o_bas_morning_weekday", run: "selectByLabel Щопонеділка" },
        { trigger: ".o_notification:contains(tkachuk@example.com)" },
        { trigger: ".o_bas_morning_team", run: "selectByLabel Опт" },
        { trigger: "[data-tile=debt] .o_bas_morning_note" },
        { trigger: ".o_bas_morning_team", run: "selectByLabel Усі команди" },
        ...OPENED.flatMap(openRow),
        { trigger: "[data-tile=steps] .o_bas_morning_lines .o_bas_morning_open", run: "click" },
        { trigger: ROW },
        { trigger: BACK, run: "click" },
        { trigger: ".o_bas_morning_print" },
    ],
});
