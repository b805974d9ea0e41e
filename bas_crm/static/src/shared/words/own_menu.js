import { patch } from "@web/core/utils/patch";
import { WebClient } from "@web/webclient/webclient";

const APP = "bas_crm.root_menu";

/**
 * A screen opened by its address shows the menu of its own application.
 *
 * Core looks for a menu with exactly this action. Reports whose menu has another action, and lists without a menu, would
 * show no menu, or the menu of the previous application.
 */
patch(WebClient.prototype, {
    async loadRouterState() {
        await super.loadRouterState(...arguments);
        const action = this.actionService.currentController?.action;
        const app = this.menuService.getApps().find(({ xmlid }) => xmlid === APP);
        const isOurs = action?.xml_id?.startsWith("bas_crm.");
        if (app && isOurs && !this.isInMenu(action.id)) {
            this.menuService.setCurrentMenu(app);
        }
    },

    isInMenu(actionId) {
        const current = this.menuService.getCurrentApp();
        return current && this.menuService.getAll().some(({ appID, actionID }) => appID === current.id && actionID === actionId);
    },
});
