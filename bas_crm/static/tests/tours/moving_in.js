import { registry } from "@web/core/registry";

const FILES = {
    "Контрагенти.csv": [
        "Найменування;ЄДРПОУ;Телефон;Відповідальний менеджер;Джерело;Група;Код",
        "ТОВ «Ромашка»;32855961;0442345678;Шевченко Олена;Ярмарок у Вінниці;Покупці;000000001",
        "ФОП Коваленко Олена Іванівна;;0671234567;Шевченко Олена;;Покупці;000000002",
        "ТОВ «Без коду»;123;;;;;000000003",
    ],
    "Контактні особи.csv": ["ПІБ;Контрагент;Посада;Телефон", "Петренко Іван Васильович;ТОВ «Ромашка»;Директор;0501112233"],
    "Договори.csv": [
        "Найменування;Дата;№ договору;Контрагент;Валюта;Вид договору",
        "Договір поставки;01.02.2025;12;ТОВ «Ромашка»;UAH;З покупцем",
        "Договір оренди;32.02.2025;13;ТОВ «Ромашка»;UAH;З покупцем",
    ],
    "Номенклатура.csv": ["Найменування;Артикул;Од.вим;Ціна;% ПДВ", "Стіл «Дуб»;ST-01;шт;4 800,00;20%"],
    "Ціни.csv": ["Вид цін;Номенклатура;Ціна;Період", "Оптова;Стіл «Дуб»;4 500,00;01.01.2025"],
};

function putFiles(input, files) {
    const transfer = new DataTransfer();
    for (const [name, lines] of Object.entries(files)) {
        transfer.items.add(new File([lines.join("\r\n")], name, { type: "text/csv" }));
    }
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

registry.category("web_tour.tours").add("bas_crm_moving_in", {
    steps: () => [
        {
            content: "Five files are dropped",
            trigger: ".o_bas_import_drop:has(.o_bas_import_choose) input[type=file]:not(:visible)",
            run: ({ anchor }) => putFiles(anchor, FILES),
        },
        { content: "Each is recognised", trigger: ".o_bas_import_list:eq(4)" },
        { content: "The columns of prices", trigger: ".o_bas_import_list:eq(4) .o_bas_import_toggle", run: "click" },
        { trigger: ".o_bas_import_columns .o_bas_import_field:first" },
        { trigger: ".o_bas_import_columns .o_bas_import_column_policy:first", run: "select create_only" },
        { trigger: ".o_bas_import_source" },
        { content: "The first day of work here", trigger: ".o_bas_import_moved_on input", run: "edit 01.01.2026 && press Enter" },
        { trigger: ".o_bas_import_kind:first" },
        { content: "Values of the file win", trigger: ".o_bas_import_policy", run: "select overwrite" },
        { content: "Nothing is written yet", trigger: ".o_bas_import_check:enabled", run: "click" },
        {
            content: "The manager is no user: the records stay without one",
            trigger: ".o_bas_import_question:contains('Шевченко Олена') .o_bas_import_answer:contains('Залишити порожнім')",
            run: "click",
        },
        {
            content: "The source is created",
            trigger: ".o_bas_import_question:not(.o_bas_import_answered):contains('Ярмарок у Вінниці') .o_bas_import_answer:contains('Створити')",
            run: "click",
        },
        {
            content: "So is the price list",
            trigger: ".o_bas_import_question:not(.o_bas_import_answered):contains('Оптова') .o_bas_import_answer:contains('Створити')",
            run: "click",
        },
        { content: "A wrong date is corrected in its cell", trigger: ".o_bas_import_errors" },
        { trigger: ".o_bas_import_show_rows:contains('Помилки')", run: "click" },
        { trigger: ".o_bas_import_rows:has(.o_bas_import_skip) .o_bas_typed_text:value('32.02.2025')", run: "edit 28.02.2025" },
        { trigger: ".o_bas_import_check_again", run: "click" },
        { content: "No question is left", trigger: ".o_bas_import_counts:not(:has(.o_bas_import_errors))" },
        {
            trigger: ".o_bas_import_page:not(:has(.o_bas_import_question:not(.o_bas_import_answered), .o_bas_import_go_on))" +
                ":not(:has(.o_bas_import_candidate, .o_bas_import_value)):has(.o_bas_import_other)",
        },
        { content: "One may look back", trigger: ".o_bas_import_step:eq(0)", run: "click" },
        { trigger: ".o_bas_import_remove:eq(4)" },
        { trigger: ".o_bas_import_step:eq(2)", run: "click" },
        { trigger: ".o_bas_import_start:contains('8'):enabled", run: "click" },
        { content: "All rows are records", trigger: ".alert-success:contains('8')" },
        { content: "The files and the program agree", trigger: ".o_bas_import_reconcile", run: "click" },
        { trigger: ".o_bas_reconciliation_verdict.alert-success" },
        { trigger: ".o_bas_reconciliation:has(.o_bas_reconciliation_print, .o_bas_reconciliation_xlsx)" },
        { content: "A figure opens its rows", trigger: ".o_bas_reconciliation_open[data-column=create]:first", run: "click" },
        { trigger: ".o_data_row:contains('Ромашка')" },
        { trigger: ".o_back_button, .breadcrumb-item:last a", run: "click" },
        { trigger: ".o_bas_reconciliation_verdict" },
        { trigger: ".o_back_button, .breadcrumb-item:first a", run: "click" },
        { trigger: ".o_bas_import_records:contains('Контрагенти')", run: "click" },
        { trigger: ".o_data_row:contains(Ромашка)" },
        { trigger: ".o_back_button, .breadcrumb-item:first a", run: "click" },
        { trigger: ".o_bas_import_page:not(:has(.o_bas_import_correct, .o_bas_import_stop)) .o_bas_import_changes", run: "click" },
        { trigger: ".o_data_row" },
        { trigger: ".o_back_button, .breadcrumb-item:first a", run: "click" },
        { content: "Everything is undone", trigger: ".o_bas_import_undo", run: "click" },
        { trigger: ".modal-footer .btn-danger", run: "click" },
        { trigger: ".alert-info:contains('скасовано')" },
        { trigger: ".o_bas_import_all" },
        { trigger: ".o_bas_import_new", run: "click" },
        { content: "The import stands in the history", trigger: ".o_bas_import_past:contains('Скасовано')" },
    ],
});
