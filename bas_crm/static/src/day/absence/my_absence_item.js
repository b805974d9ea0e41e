import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Own absences, and the colleagues whom the user stands in for, from the menu of the user. */
export function myAbsenceItem(env) {
    return {
        type: "item",
        id: "bas_absence",
        description: _t("My Absence and Deputy"),
        callback: () =>
            env.services.action.doAction("bas_crm.bas_handover_action_absence", {
                additionalContext: { search_default_filter_mine: 1, search_default_filter_deputy: 1 },
                clearBreadcrumbs: true,
            }),
        sequence: 55,
    };
}

registry.category("user_menuitems").add("bas_absence", myAbsenceItem);
