import { registry } from "@web/core/registry";
import { unfoldButtons } from "./steps";

const press = (text) => [
    unfoldButtons(),
    {
        trigger: `.o_statusbar_buttons button:contains(${text}), .o-dropdown--menu button:contains(${text})`,
        run: "click",
    },
];
const CELL = (row, place) => `.o_plan_grid td[data-row="${row}"][data-place="${place}"]`;
const FIELD = (measure) => `.o_plan_card input[placeholder="${measure}"]`;
const desk = (...steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
const phone = (...steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));

registry.category("web_tour.tours").add("bas_crm_sales_plan", {
    steps: () => [
        ...desk({ trigger: ".o_list_button_add", run: "click" }),
        ...phone({ trigger: ".o-kanban-button-new", run: "click" }),
        { trigger: ".o_field_widget[name=dimension] input", run: "click" },
        { trigger: ".o_select_menu_item:contains(Номенклатура):not(:contains(Категорія))", run: "click" },
        { trigger: "button:contains(Показати таблицю)", run: "click" },
        { trigger: ".o_plan_add", run: "click" },
        ...desk(
            { trigger: ".modal .o_searchview_input", run: "edit Штора" },
            { trigger: ".modal .o_searchview_input", run: "press Enter" },
            { trigger: ".modal .o_list_table:not(:has(.o_data_row:contains(Стілець)))", content: "the list has been searched" },
            { trigger: ".modal .o_data_row:contains(Штора) .o_list_record_selector input", run: "click" },
            { trigger: ".modal .o_select_button:enabled", run: "click" },
            { trigger: "body:not(:has(.modal))" },
            { trigger: CELL(0, 0), run: "click" },
            { trigger: CELL(0, 0) + ".o_active" },
            { trigger: ".o_plan_grid", run: "press 1" },
            { trigger: ".o_plan_input", run: "edit 12" },
            { trigger: ".o_plan_input", run: "press Tab" },
            // The second place of the row is its sum.
            { trigger: CELL(0, 1) + ".o_active" },
            { trigger: ".o_plan_grid", run: "press F2" },
            { trigger: ".o_plan_input", run: "edit 14 814,00" },
            { trigger: ".o_plan_input", run: "press Escape" },
            { trigger: CELL(0, 1) + ":empty", content: "Escape leaves the cell as it was" },
            {
                trigger: ".o_plan_grid",
                content: "a block of a spreadsheet program, in its Ukrainian writing",
                run() {
                    const data = new DataTransfer();
                    data.setData("text/plain", "15\u00a0000,00\n");
                    this.anchor.dispatchEvent(
                        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
                    );
                },
            },
            { trigger: CELL(0, 1) + ":contains(15)" }
        ),
        ...phone(
            { trigger: ".modal .o_kanban_record:contains(Штора)", run: "click" },
            { trigger: "body:not(:has(.modal))" },
            { trigger: ".o_plan_card button:contains(Штора)", run: "click" },
            { trigger: FIELD("Кількість"), run: "edit 12 && press Tab" },
            { trigger: FIELD("Сума"), run: "edit 15 000,00 && press Tab" },
            { trigger: ".o_plan_card:contains(15)" }
        ),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.o_form_button_save:visible)) .o_plan_matrix" },
        ...press("Заповнити…"),
        { trigger: ".modal .o_field_widget[name=preview]:contains(2)" },
        { trigger: ".modal .o_field_widget[name=error_ids]:contains(Незавершені замовлення)" },
        { trigger: ".modal button[name=action_fill]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_plan_matrix:contains(Стілець)" },
        ...press("Затвердити"),
        { trigger: ".o_statusbar_status :contains(Затверджено)[aria-checked=true], .o_statusbar_status:contains(Затверджено)" },
        { trigger: "body:not(:has(.o_plan_add)) .o_plan_matrix:contains(Стілець)", content: "frozen" },
    ],
});
