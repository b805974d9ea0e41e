import { patch } from "@web/core/utils/patch";
import { WebClient } from "@web/webclient/webclient";

const APP = "bas_crm.root_menu";

/**
 * What is opened by its address stands below the menu of its own application.
 *
 * Core looks for a menu with that very action; a report that a menu opens by way of another action, and a list that no
 * menu has, would be left with no menu, or with that of the application one was in before.
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
