import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";

import { Component, onWillStart, useState } from "@odoo/owl";

const READINGS = [
    ["cohort", _t("Came"), _t("What came in the period, and how far it has got")],
    ["flow", _t("Moved"), _t("What moved in the period, as it stood at its end")],
    ["snapshot", _t("Stand Now"), _t("Where everything stands that is not lost")],
];
const PERIODS = [
    ["this_month", _t("This Month")],
    ["last_month", _t("Last Month")],
    ["this_quarter", _t("This Quarter")],
    ["last_quarter", _t("Last Quarter")],
    ["this_year", _t("This Year")],
    ["last_year", _t("Last Year")],
    ["all", _t("All Time")],
    ["custom", _t("From – To")],
];

/** Which funnel is read: the reading, the type of orders, the period and the day as of which. */
export class FunnelOptions extends Component {
    static template = "bas_crm.FunnelOptions";
    static components = { DateTimeInput };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.state = useState({ types: [] });
        this.readings = READINGS;
        this.periods = PERIODS;
        useBus(this.env.searchModel, "update", () => this.render());
        useBus(this.env.searchModel, "funnel-type-shown", () => this.render());
        onWillStart(async () => {
            if ("order_type_id" in this.env.searchModel.searchViewFields) {
                this.state.types = await this.orm.searchRead("bas.order.type", [], ["name"]);
            }
        });
    }

    get options() {
        return this.env.searchModel.funnel;
    }

    get isSnapshot() {
        return this.options.bas_funnel_reading === "snapshot";
    }

    get type() {
        return this.options.bas_funnel_type || this.env.searchModel.shownFunnelType;
    }

    get maxDate() {
        return luxon.DateTime.local().endOf("day");
    }

    getDate(name) {
        const value = this.options[`bas_funnel_${name}`];
        return value ? deserializeDate(value) : false;
    }

    set(options) {
        this.env.searchModel.setFunnelOptions(options);
    }

    setDate(name, value) {
        this.set({ [name]: value ? serializeDate(value) : false });
    }
}

export class FunnelControlPanel extends ControlPanel {
    static template = "bas_crm.FunnelControlPanel";
    static components = { ...ControlPanel.components, FunnelOptions };

    /** Behind a figure stands what is behind it: its reading is not changed there. */
    get hasFunnelOptions() {
        return this.env.searchModel?.setFunnelOptions && !this.env.searchModel.globalContext.bas_funnel_is_fixed;
    }
}
