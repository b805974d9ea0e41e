import { Recomputation } from "@bas_crm/orders/recomputation/recomputation";
import { _t } from "@web/core/l10n/translation";
import { useBus } from "@web/core/utils/hooks";
import { ReportControlPanel, ReportOptions } from "../report/report_control_panel";

import { onWillStart, useState } from "@odoo/owl";

const READINGS = [
    ["cohort", _t("Came"), _t("Documents created in the period, and how far they have come")],
    ["flow", _t("Moved"), _t("Documents that moved in the period, as of its end")],
    ["snapshot", _t("Stand Now"), _t("Current stages of all documents that are not lost")],
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
const COMPARISONS = [
    ["", _t("Without Comparison")],
    ["before", _t("With the Period Before")],
    ["year", _t("With a Year Ago")],
];

/** Which funnel is read: the reading, the type of orders, the period and the day as of which, and what it is compared with. */
export class FunnelOptions extends ReportOptions {
    static template = "bas_crm.FunnelOptions";
    static components = { ...ReportOptions.components, Recomputation };

    readings = READINGS;
    periods = PERIODS;

    setup() {
        super.setup();
        this.state = useState({ types: [] });
        useBus(this.env.searchModel, "funnel-type-shown", () => this.render());
        onWillStart(async () => {
            if ("order_type_id" in this.env.searchModel.searchViewFields) {
                this.state.types = await this.orm.searchRead("bas.order.type", [], ["name", "is_recomputing"]);
            }
        });
    }

    /** @returns {number[]} types whose stages were reordered and whose figures are not final yet */
    get recomputedTypes() {
        return this.state.types.filter((kind) => kind.is_recomputing).map((kind) => kind.id);
    }

    /** Read the figures again, which are final now. */
    finishRecomputation() {
        this.state.types.forEach((kind) => (kind.is_recomputing = false));
        this.env.searchModel.search();
    }

    get isSnapshot() {
        return this.options.reading === "snapshot";
    }

    /** Current stages have no period: they are compared with those of a year ago. All time has nothing before it. */
    get comparisons() {
        if (this.isSnapshot) {
            return COMPARISONS.filter(([key]) => key !== "before");
        }
        return this.options.period === "all" ? [] : COMPARISONS;
    }

    async getBusyManagers() {
        const { resModel, domain, context } = this.env.searchModel;
        const groups = await this.orm.formattedReadGroup(resModel, domain, ["user_id"], ["__count"], {
            context,
            order: "__count desc",
            limit: 5,
        });
        return groups.map((group) => group.user_id && group.user_id[0]);
    }

    /** @param {string} id as the select gives it; empty for all types */
    setType(id) {
        this.set({ type: Number(id) || false });
    }

    get type() {
        return this.options.type || this.env.searchModel.shownFunnelType;
    }

    getShownDays() {
        return this.env.searchModel.shownDays || {};
    }

    get maxDate() {
        return luxon.DateTime.local().endOf("day");
    }
}

export class FunnelControlPanel extends ReportControlPanel {
    static Options = FunnelOptions;
}
