import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useBus } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";

import { Component } from "@odoo/owl";

const INDICATORS = [
    ["revenue", _t("Revenue")],
    ["orders", _t("Orders")],
    ["debt", _t("Debt")],
    ["events", _t("Events")],
    ["leads", _t("Leads")],
];
const PERIODS = [
    ["day", _t("Day")],
    ["week", _t("Week")],
    ["month", _t("Month")],
    ["quarter", _t("Quarter")],
    ["year", _t("Year")],
    ["custom", _t("From – To")],
];

/** What is shown of managers: the indicator and the period. */
export class ManagerOptions extends Component {
    static template = "bas_crm.ManagerOptions";
    static components = { DateTimeInput };
    static props = { hasIndicators: Boolean };

    setup() {
        this.indicators = INDICATORS;
        this.periods = PERIODS;
        useBus(this.env.searchModel, "update", () => this.render());
    }

    get options() {
        return this.env.searchModel.manager;
    }

    get isCustom() {
        return this.options.bas_manager_period === "custom";
    }

    get day() {
        const value = this.options.bas_manager_date;
        return value ? deserializeDate(value) : luxon.DateTime.local().startOf("day");
    }

    get periodName() {
        const start = this.day;
        switch (this.options.bas_manager_period) {
            case "day":
                return start.toLocaleString(luxon.DateTime.DATE_MED);
            case "week": {
                const first = start.startOf("week", { useLocaleWeeks: true });
                return `${first.toFormat("dd.MM")} – ${first.plus({ days: 6 }).toFormat("dd.MM.yyyy")}`;
            }
            case "month":
                return start.toFormat("LLLL yyyy");
            case "quarter":
                return _t("Quarter %(quarter)s, %(year)s", { quarter: start.quarter, year: start.year });
            default:
                return String(start.year);
        }
    }

    getDate(name) {
        const value = this.options[`bas_manager_${name}`];
        return value ? deserializeDate(value) : false;
    }

    set(options) {
        this.env.searchModel.setManagerOptions(options);
    }

    setPeriod(period) {
        if (period === "custom" && !this.getDate("from") && !this.getDate("to")) {
            const unit = this.options.bas_manager_period;
            const settings = { useLocaleWeeks: true };
            this.set({
                period,
                from: serializeDate(this.day.startOf(unit, settings)),
                to: serializeDate(this.day.endOf(unit, settings)),
            });
        } else {
            this.set({ period });
        }
    }

    setDate(name, value) {
        this.set({ [name]: value ? serializeDate(value) : false });
    }

    step(direction) {
        const day = this.day.plus({ [`${this.options.bas_manager_period}s`]: direction });
        this.set({ date: serializeDate(day) });
    }
}

export class ManagerControlPanel extends ControlPanel {
    static template = "bas_crm.ManagerControlPanel";
    static components = { ...ControlPanel.components, ManagerOptions };

    /** Behind a figure stands what is behind it: its period is not changed there. */
    get hasManagerOptions() {
        return this.env.searchModel?.setManagerOptions && !this.env.searchModel.globalContext.bas_manager_is_fixed;
    }

    get hasIndicators() {
        return this.env.config.viewType === "bas_managers";
    }
}
