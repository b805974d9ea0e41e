import { registry } from "@web/core/registry";

/** What every manager opens; a Ukrainian meets Ukrainian there. */
const SCREENS = [
    ["bas_crm.crm_lead_action", "kanban"],
    ["bas_crm.crm_lead_action", "list"],
    ["bas_crm.crm_lead_action", "form"],
    ["bas_crm.crm_lead_action_analysis", "graph"],
    ["bas_crm.crm_lead_action_analysis", "pivot"],
    ["bas_crm.res_partner_action", "list"],
    ["bas_crm.res_partner_action", "kanban"],
    ["bas_crm.res_partner_action", "form"],
    ["bas_crm.res_partner_action_person", "list"],
    ["bas_crm.bas_contract_action", "list"],
    ["bas_crm.bas_contract_action", "form"],
    ["bas_crm.bas_contract_template_action", "list"],
    ["bas_crm.sale_order_action", "kanban"],
    ["bas_crm.sale_order_action", "list"],
    ["bas_crm.sale_order_action", "form"],
    ["bas_crm.sale_order_action_work", "kanban"],
    ["bas_crm.sale_order_action_work", "list"],
    ["bas_crm.sale_order_action_work", "calendar"],
    ["bas_crm.sale_order_action_work", "form"],
    ["bas_crm.bas_commercial_offer_action", "list"],
    ["bas_crm.bas_commercial_offer_action", "kanban"],
    ["bas_crm.bas_commercial_offer_action", "form"],
    ["bas_crm.bas_commercial_offer_action", "pivot"],
    ["bas_crm.bas_sales_plan_action", "list"],
    ["bas_crm.bas_sales_plan_action", "kanban"],
    ["bas_crm.calendar_event_action_board", "calendar"],
    ["bas_crm.bas_event_action_mine", "list"],
    ["bas_crm.bas_event_action_mine", "kanban"],
    ["bas_crm.bas_event_action_mine", "form"],
    ["bas_crm.bas_event_action_mine", "pivot"],
    ["bas_crm.bas_work_task_action", "list"],
    ["bas_crm.bas_work_task_action", "kanban"],
    ["bas_crm.bas_work_task_action", "form"],
    ["bas_crm.bas_employee_calendar_action", "list"],
    ["bas_crm.bas_partner_history_action", "list"],
    ["bas_crm.bas_plan_fact_report_action", "pivot"],
    ["bas_crm.bas_plan_fact_report_action", "graph"],
    ["bas_crm.bas_plan_fact_report_action", "list"],
    ["bas_crm.bas_sales_plan_action_progress", "kanban"],
    ["bas_crm.bas_funnel_report_action", "bas_funnel"],
    ["bas_crm.bas_funnel_report_action", "pivot", "desktop"],
    ["bas_crm.bas_funnel_report_action", "graph", "desktop"],
    ["bas_crm.bas_funnel_report_action", "list", "desktop"],
    ["bas_crm.bas_lead_funnel_report_action", "bas_funnel"],
    ["bas_crm.bas_lead_funnel_report_action", "list", "desktop"],
    ["bas_crm.bas_funnel_report_action_time", "pivot"],
    ["bas_crm.bas_order_standing_action", "list"],
];

/** Names that are the same in every language. */
const NAMES = /\b(BAS|CRM|SMS|PDF|IBAN|QR|VIP|xlsx|csv|Odoo|OdooBot|Peppol|Facebook|LinkedIn|http\S*|\S+@\S+)\b/gi;
const ENGLISH = /[a-z]{3,}/i;

function visibleTexts() {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement, textContent } = walker.currentNode;
        if (!parentElement.closest("script, style, .o_notification_manager") && parentElement.getClientRects().length) {
            texts.push(textContent);
        }
    }
    for (const element of document.querySelectorAll("[placeholder], [title], [data-tooltip]")) {
        if (element.getClientRects().length) {
            texts.push(element.placeholder, element.title, element.dataset.tooltip);
        }
    }
    return texts.filter(Boolean);
}

function findEnglish(screen) {
    return visibleTexts()
        .filter((text) => ENGLISH.test(text.replace(NAMES, "")))
        .map((text) => `${screen}: ${text.trim()}`);
}

function screenSteps(action, view, english) {
    return [
        {
            trigger: "body",
            run: () =>
                odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action, {
                    clearBreadcrumbs: true,
                    viewType: view,
                }),
        },
        {
            // A list gives way to cards on a phone.
            trigger: `.o_action_manager > .o_${view}_view, .o_action_manager > .o_kanban_view`,
            run: () => findEnglish(`${action}, ${view}`).forEach((text) => english.add(text)),
        },
    ];
}

registry.category("web_tour.tours").add("bas_crm_words", {
    steps: () => {
        const english = new Set();
        return [
            { trigger: ".o_action_manager > .o_kanban_view" },
            // On a phone a report opens in the one view that is made for it.
            ...SCREENS.flatMap(([action, view, device]) =>
                screenSteps(action, view, english).map((step) => (device ? { ...step, isActive: [device] } : step))
            ),
            {
                trigger: "body",
                run: () => {
                    if (english.size) {
                        throw new Error(`English on a Ukrainian screen:\n${[...english].join("\n")}`);
                    }
                },
            },
        ];
    },
});
