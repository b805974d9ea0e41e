import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { unfoldButtons } from "./steps";

const CARD = ".o_kanban_record:contains(березень 2031)";
const LIGHT = ".o_pivot_cell_value .text-success";

/** On a phone the name of a row stays where it is while the plan, the fact and the percentage are seen beside it. */
function seeFirstFigures() {
    const cells = [...this.anchor.closest("tr").children].slice(0, 4);
    const texts = cells.map((cell) => cell.textContent.replace(/\s+/g, " ").trim());
    if (texts.join("|") !== "Стіл|8 000|4 800|60,00 %") {
        throw new Error(`The row begins with ${texts.join(", ")}`);
    }
    const edges = cells.map((cell) => cell.getBoundingClientRect().right);
    if (edges[3] > window.innerWidth) {
        throw new Error(`The percentage ends at ${edges[3]}`);
    }
    const pivot = this.anchor.closest(".o_pivot");
    pivot.scrollLeft = 100;
    if (!pivot.scrollLeft || Math.abs(cells[0].getBoundingClientRect().right - edges[0]) > 1) {
        throw new Error("The name went away with the figures");
    }
}

/** The draft that the head of sales is about to post. */
async function openInvoice() {
    const [{ id }] = await rpc("/web/dataset/call_kw/account.move/search_read", {
        model: "account.move",
        method: "search_read",
        args: [[["ref", "=", "Столи для кафе"]], ["id"]],
        kwargs: {},
    });
    window.location.href = `/odoo/account.move/${id}`;
}

registry.category("web_tour.tours").add("bas_crm_plan_fact", {
    steps: () => [
        // Nothing is sold yet: all of it is missing, over the 16 working days left.
        { trigger: `${CARD} .o_bas_plan_percent:contains(/^0 %$/)` },
        { trigger: `${CARD} [name=missing]:contains(500,00)`, run: openInvoice, expectUnloadPage: true },
        { trigger: ".o_form_view .o_statusbar_buttons" },
        unfoldButtons(),
        { trigger: "button[name=action_post]:not(:disabled)", run: "click" },
        {
            trigger: "body:not(:has(button[name=action_post])) .o_form_view .o_last_breadcrumb_item, .o_form_view:not(:has(button[name=action_post]))",
            run: () => (window.location.href = "/odoo/bas-plan-completion"),
            expectUnloadPage: true,
        },

        // The card, the pivot behind it and the gap have moved.
        { trigger: `${CARD} .o_bas_plan_percent:contains(/^60 %$/)` },
        { trigger: `${CARD} [name=missing]:contains(200,00)` },
        { trigger: `${CARD} [name=pace]:contains(За графіком)` },
        { trigger: CARD, run: "click" },
        { trigger: `${LIGHT}:contains(60,00)` },
        { trigger: ".o_pivot tr:contains(Стіл) .o_pivot_cell_value", isActive: ["mobile"], run: seeFirstFigures },
        { trigger: ".o_pivot_cell_value:contains(4 800)", run: "click" },

        // From the figure to its rows, and on to the invoice.
        { trigger: ".o_data_row:contains(Стіл), .o_kanban_record:contains(Стіл)" },
        { trigger: ".o_list_view .o_control_panel button[name=action_open_invoices]", isActive: ["desktop"], run: "click" },
        { trigger: ".o_data_cell[name=name]", isActive: ["desktop"] },
        { trigger: ".o_data_row:contains(Світанок)", isActive: ["desktop"] },
    ],
});

registry.category("web_tour.tours").add("bas_crm_plan_gap", {
    steps: () => [
        { trigger: ".nav-link[name=gap]", run: "click" },
        { trigger: ".o_bas_gap_bar[data-part=volume] .o_bas_gap_amount:contains(−4 000,00)" },
        { trigger: ".o_bas_gap_bar[data-part=price] .o_bas_gap_amount:contains(+800,00)" },
        { trigger: ".o_bas_gap_bar[data-part=fact_amount] .o_bas_gap_amount:contains(4 800,00)" },
        { trigger: ".o_bas_gap_table tr:contains(Разом):contains(−3 200,00)" },
        { trigger: ".o_bas_gap_bar[data-part=fact_amount]", run: "click" },
        { trigger: ".o_data_row:contains(4 800,00), .o_kanban_record:contains(4 800,00)" },
        { trigger: ".breadcrumb-item.o_back_button a, button.o_back_button", run: "click" },
        { trigger: ".nav-link[name=gap]", run: "click" },
        { trigger: ".o_bas_gap_row:contains(Стіл)", run: "click" },
        { trigger: ".o_data_row:contains(Стіл), .o_kanban_record:contains(Стіл)" },
    ],
});
