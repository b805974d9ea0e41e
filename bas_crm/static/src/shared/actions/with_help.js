import { markup } from "@odoo/owl";

/** An action that the server has returned to our own call: the help of its empty list is HTML, as core marks that of its buttons. */
export function withHelp(action) {
    return action && action.help ? { ...action, help: markup(action.help) } : action;
}
