import { registry } from "@web/core/registry";

/** Reports that a menu opens by way of another action, and lists that no menu has. */
const ADDRESSES = ["bas-plan-fact", "action-bas_crm.bas_order_stage_log_action", "action-bas_crm.bas_plan_fact_report_action_plan_lines"];
const getMenus = () => odoo.__WOWL_DEBUG__.root.env.services.menu;

async function expectOwnApp() {
    for (let attempt = 0; attempt < 50; attempt++) {
        if (getMenus().getCurrentApp()?.xmlid === "bas_crm.root_menu") {
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${window.location.pathname} stands below ${getMenus().getCurrentApp()?.xmlid}`);
}

function comeFromAnotherApp(address) {
    const other = getMenus().getApps().find(({ xmlid }) => xmlid !== "bas_crm.root_menu");
    window.sessionStorage.setItem("menu_id", other.id);
    window.location.href = `/odoo/${address}`;
}

registry.category("web_tour.tours").add("bas_crm_own_menu", {
    steps: () => [
        { trigger: ".o_action_manager .o_view_controller" },
        ...ADDRESSES.flatMap((address) => [
            { trigger: "body", run: () => comeFromAnotherApp(address), expectUnloadPage: true },
            { trigger: ".o_action_manager .o_view_controller", run: expectOwnApp },
        ]),
    ],
});
