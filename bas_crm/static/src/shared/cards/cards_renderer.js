import { AnimatedNumber } from "@web/views/view_components/animated_number";
import { ColumnProgress } from "@web/views/view_components/column_progress";
import { formatMonetary } from "@web/views/fields/formatters";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { formatCompactAmount } from "./compact_amount";

class CompactNumber extends AnimatedNumber {
    format(value) {
        return this.currencyId ? formatCompactAmount(value, this.currencyId) : super.format(value);
    }
}

class CompactProgress extends ColumnProgress {
    static components = { ...ColumnProgress.components, AnimatedNumber: CompactNumber };
}

class CardsHeader extends KanbanHeader {
    static components = { ...KanbanHeader.components, ColumnProgress: CompactProgress };

    /** The tooltip shows the full amount. */
    get groupAggregate() {
        const aggregate = super.groupAggregate;
        const { currencies, title, value } = aggregate;
        return currencies?.length === 1
            ? { ...aggregate, title: `${title}: ${formatMonetary(value, { currencyId: currencies[0] })}` }
            : aggregate;
    }
}

/** A board with compact amounts: on the cards by their widget, above the columns by this header. */
export class CardsRenderer extends KanbanRenderer {
    static components = { ...KanbanRenderer.components, KanbanHeader: CardsHeader };
}
