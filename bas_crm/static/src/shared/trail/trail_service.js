import { registry } from "@web/core/registry";

const APP = "bas_crm.root_menu";

/** @returns {string|null} the record shown on a controller's form */
function getRecordKey({ action, currentState, props }) {
    const resId = currentState?.resId || props?.resId;
    if (action?.type !== "ir.actions.act_window" || props?.type !== "form" || !Number.isInteger(resId)) {
        return null;
    }
    return `${props.resModel},${resId}`;
}

function getFormId({ action }) {
    return action.views?.find(([, type]) => type === "form")?.[0] || false;
}

/** A form view that an action requests by its id is a different screen of the same record. */
function isSameScreen(one, other) {
    const [first, second] = [getFormId(one), getFormId(other)];
    return getRecordKey(one) === getRecordKey(other) && (!first || !second || first === second);
}

/**
 * The breadcrumbs contain a record only once: if the user goes from an order to its customer, to the history and to the same
 * order again, the breadcrumbs return to the first entry of the order. Other applications do not change.
 */
export const trailService = {
    dependencies: ["action", "menu"],

    start(env, { action, menu }) {
        let passed = new Map();

        env.bus.addEventListener("ACTION_MANAGER:UI-UPDATED", ({ detail: mode }) => {
            const current = action.currentController;
            if (mode === "new" || !current?.config) {
                return;
            }
            const crumbs = current.config.breadcrumbs.slice(0, -1);
            passed = new Map(crumbs.map(({ jsId }) => [jsId, passed.get(jsId)]).filter(([, controller]) => controller));
            const isRecord = getRecordKey(current) !== null && menu.getCurrentApp()?.xmlid === APP;
            const earlier = crumbs.find(({ jsId }) => isRecord && passed.has(jsId) && isSameScreen(passed.get(jsId), current));
            passed.set(current.jsId, current);
            if (earlier) {
                // Only after the screen is complete: going back works like a click on the breadcrumb.
                Promise.resolve().then(() => earlier.onSelected());
            }
        });
    },
};

registry.category("services").add("bas_trail", trailService);
