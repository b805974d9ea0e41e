import { registry } from "@web/core/registry";

/** What the test has made: number and sum of each stage, top down. */
const EXPECTED = [["Нове", 4, 10000], ["Пропозицію надіслано", 3, 6000], ["Узгоджено", 1, 3000]];

const digits = (text) => Number(text.replace(/[^\d,]/g, "").replace(",", "."));
const read = (row, figure) => row.querySelector(`[data-figure=${figure}]`)?.textContent ?? "";

function check(condition, text) {
    if (!condition) {
        throw new Error(text);
    }
}

function checkFunnel() {
    const rows = [...document.querySelectorAll(".o_bas_funnel_row")];
    EXPECTED.forEach(([name, count, amount], index) => {
        const row = rows[index];
        check(row.querySelector("th span").textContent === name, `${index}: ${name}`);
        check(digits(read(row, "count")) === count, `${name}: ${read(row, "count")} instead of ${count}`);
        check(digits(read(row, "amount")) === amount, `${name}: ${read(row, "amount")} instead of ${amount}`);
    });
    check(digits(read(rows[1], "to_previous")) === 75, "three of four were sent an offer");
    check(digits(read(rows[2], "to_first")) === 25, "one of four agreed");
    check(digits(read(rows[1], "lost_amount")) === 1000, "one was lost after the offer");
    check(document.body.scrollWidth <= window.innerWidth, "the page is no wider than the screen");
}

registry.category("web_tour.tours").add("bas_crm_funnel", {
    steps: () => [
        { trigger: ".o_bas_funnel_renderer" },
        { trigger: "button[data-reading=cohort]", run: "click" },
        { trigger: "button[data-reading=cohort].active" },
        { trigger: ".o_bas_report_period", run: "select this_year" },
        { trigger: ".o_bas_funnel_row [data-figure=count]:contains(/^4$/)", run: checkFunnel },

        // As many orders as the figure says stand behind it, and their sum is the sum.
        { trigger: ".o_bas_funnel_row:nth-child(2) [data-figure=count]", run: "click" },
        {
            trigger: ".o_list_view .o_data_row, .o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
            run() {
                const rows = document.querySelectorAll(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)");
                check(rows.length === 3, `${rows.length} rows`);
                const amounts = [...rows].map((row) => digits(row.querySelector("[name=amount]").textContent));
                check(amounts.reduce((sum, amount) => sum + amount, 0) === 6000, amounts.join(" + "));
            },
        },
        { trigger: ".o_back_button, .breadcrumb-item.o_back_button, .o_breadcrumb a", run: "click" },
        { trigger: ".o_bas_funnel_row [data-figure=count]:contains(/^4$/)", run: checkFunnel },

        // A loss has its reason, and opens the lost order.
        { trigger: ".o_bas_funnel_bar", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Задорого), .o_kanban_view .o_kanban_record:contains(Задорого)" },
        { trigger: ".o_back_button, .breadcrumb-item.o_back_button, .o_breadcrumb a", run: "click" },

        // A period in which nothing was says so, and is widened.
        { trigger: ".o_bas_report_period", run: "select last_year" },
        { trigger: ".o_bas_funnel_empty" },
        { trigger: ".o_bas_funnel_widen:last", run: "click" },
        { trigger: ".o_bas_funnel_row [data-figure=count]:contains(/^4$/)", run: checkFunnel },
        { trigger: "button[data-reading=snapshot]", run: "click" },
        { trigger: ".o_bas_funnel_table:not(:has([data-figure=to_previous]))" },
        { trigger: ".o_bas_funnel_by_amount", run: "click" },
        { trigger: ".o_bas_funnel_by_amount.active" },

        // From a figure to the order itself.
        { trigger: ".o_bas_funnel_row:first [data-figure=count]", run: "click" },
        { trigger: ".o_data_row:first .o_data_cell, .o_kanban_record:not(.o_kanban_ghost):first", run: "click" },
        { trigger: ".o_form_view .o_bas_stages" },
    ],
});
