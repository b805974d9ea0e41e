import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { parseNumber } from "./plan_numbers";
import { SHOWN_PROPS } from "./plan_table";

/** The same table on a phone: a list of rows, each of which opens into the fields of its columns. */
export class PlanCards extends Component {
    static template = "bas_crm.PlanCards";
    static props = SHOWN_PROPS;

    setup() {
        this.notification = useService("notification");
        this.state = useState({ open: null });
    }

    toggle(row) {
        this.state.open = this.state.open === row.key ? null : row.key;
    }

    getText(row, date, measure) {
        return this.props.format(measure, this.props.table.getFigure(row, date, measure));
    }

    onChange(ev, row, date, measure) {
        const value = parseNumber(ev.target.value);
        if (Number.isNaN(value) || value < 0) {
            this.notification.add(
                value < 0
                    ? _t("Figures of a sales plan cannot be negative.")
                    : _t("This is not a number."),
                { type: "warning" }
            );
        } else {
            this.props.onEdit([{ row, date, measure, value: value || 0 }]);
        }
        ev.target.value = this.getText(row, date, measure);
    }
}
