import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";

/** Drop areas for the decisions on a lead, shown while a card is dragged. */
export class LeadDecisions extends Component {
    static template = "bas_crm.LeadDecisions";
    static props = {
        drag: Object,
        onDecide: Function,
    };

    setup() {
        this.drag = useState(this.props.drag);
        this.decisions = [
            { method: "action_convert_to_customer", label: _t("To Customer"), icon: "fa-user-plus", color: "success" },
            { method: "action_convert_to_customer_and_order", label: _t("To Customer and Order"), icon: "fa-cart-plus", color: "success" },
            { method: "action_mark_junk", label: _t("Low Quality"), icon: "fa-thumbs-down", color: "danger" },
        ];
    }
}
