import { registry } from "@web/core/registry";

const number = (text) => Number(text.replace(/[^\d,-]/g, "").replace(",", "."));

/** The figure of a column in the row of «Усього». */
const total = (name) => number(document.querySelector(`.o_bas_manager_total [data-figure=${name}]`).textContent);

const expect = (name, figure) => {
    if (total(name) !== figure) {
        throw new Error(`${name}: ${total(name)}, and should be ${figure}`);
    }
};

const choose = (indicator, figure) => [
    { trigger: `[data-indicator=${indicator}]`, run: "click" },
    { trigger: `[data-indicator=${indicator}].active` },
    { trigger: `.o_bas_manager_total [data-figure=${figure}]` },
];

registry.category("web_tour.tours").add("bas_crm_managers", {
    steps: () => [
        {
            trigger: ".o_bas_manager_total [data-figure=revenue]",
            run: () => expect("revenue", 1500),
        },
        ...choose("orders", "order_count"),
        { trigger: ".o_bas_manager_total", run: () => expect("order_count", 2) },
        ...choose("debt", "debt"),
        { trigger: ".o_bas_manager_total", run: () => expect("debt", 1500) },
        ...choose("events", "event_count"),
        { trigger: ".o_bas_manager_total", run: () => expect("event_count", 1) },
        ...choose("revenue", "revenue"),
        { trigger: ".o_bas_manager_before", run: "click" },
        { trigger: ".o_bas_manager_empty, .o_bas_manager_row .o_bas_manager_change" },
        { trigger: ".o_bas_manager_after", run: "click" },
        { trigger: ".o_bas_manager_total [data-figure=revenue]", run: () => expect("revenue", 1500) },
        { trigger: ".o_bas_manager_row [data-figure=revenue]", run: "click" },
        { trigger: ".o_data_row", isActive: ["desktop"] },
        {
            trigger: ".o_list_renderer tfoot, .o_list_footer",
            isActive: ["desktop"],
            run: () => {
                const rows = document.querySelectorAll(".o_data_row").length;
                if (rows !== 1) {
                    throw new Error(`${rows} rows behind the figure`);
                }
            },
        },
        { trigger: ".o_kanban_record:contains(Світанок)", isActive: ["mobile"] },
    ],
});
