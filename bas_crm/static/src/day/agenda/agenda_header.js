import { user } from "@web/core/user";
import { formatMonetary } from "@web/views/fields/formatters";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { formatCompactAmount } from "../../shared/cards/compact_amount";

/** The head of a column: its name, the number of cards, and the money at stake. */
export class AgendaHeader extends KanbanHeader {
    static template = "bas_crm.AgendaHeader";

    /** @returns {{ short: string, full: string }|false} amounts of several currencies are converted to the company's */
    get money() {
        const { amount, currency_id: found } = this.group.aggregates;
        const currencies = (found || []).filter(Boolean);
        if (!amount) {
            return false;
        }
        const currencyId = currencies.length === 1 ? currencies[0] : user.activeCompany.currency_id;
        return { short: formatCompactAmount(amount, currencyId), full: formatMonetary(amount, { currencyId }) };
    }
}
