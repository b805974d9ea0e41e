import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { withHelp } from "../../shared/actions/with_help";

/** Why a plan and its fact differ: a waterfall from one to the other, and a table by product. Each figure opens its rows. */
export class PlanGapField extends Component {
    static template = "bas_crm.PlanGapField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get gap() {
        return this.props.record.data[this.props.name];
    }

    /** @returns {boolean} whether a cell of the table holds less than nothing */
    isNegative(text) {
        return text.startsWith("−");
    }

    async open(part, productId = null) {
        const action = await this.orm.call("bas.sales.plan", "action_open_gap", [[this.props.record.resId]], {
            part,
            product_id: productId,
        });
        this.action.doAction(withHelp(action));
    }
}

registry.category("fields").add("bas_plan_gap", {
    component: PlanGapField,
    displayName: _t("Deviation Analysis"),
    supportedTypes: ["json"],
});
