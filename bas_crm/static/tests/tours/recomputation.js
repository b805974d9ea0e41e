import { registry } from "@web/core/registry";

/** The stages were reordered: the funnel says that its figures are not final, recomputes them and shows them. */
registry.category("web_tour.tours").add("bas_crm_recomputation", {
    steps: () => [
        {
            content: "the figures are being recomputed, and it is seen how far",
            trigger: ".o_bas_report_options .o_bas_recomputation .progress[aria-valuenow]",
        },
        {
            content: "all is recomputed",
            trigger: "body:not(:has(.o_bas_recomputation)) .o_bas_funnel_row",
        },
    ],
});

/** The same on the card of the type. */
registry.category("web_tour.tours").add("bas_crm_recomputation_type", {
    steps: () => [
        { content: "the card of the type", trigger: ".o_data_row .o_data_cell", run: "click" },
        { content: "it goes on", trigger: ".o_form_view .o_bas_recomputation .progress[aria-valuenow]" },
        { content: "all is recomputed", trigger: "body:not(:has(.o_bas_recomputation, .o_bas_recomputation_continue)) .o_form_view" },
    ],
});
