import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ReportControlPanel, ReportOptions } from "../report/report_control_panel";

export const INDICATORS = [
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
const COMPARISONS = [
    ["before", _t("With the Period Before")],
    ["year", _t("With a Year Ago")],
];

/** What is shown of managers: the indicator and the period, the period they are compared with, and whether only two of them. */
export class ManagerOptions extends ReportOptions {
    static template = "bas_crm.ManagerOptions";

    indicators = INDICATORS;
    periods = PERIODS;

    /** The other views of the screen have measures of their own; of two managers all indicators are shown. */
    get hasIndicators() {
        return this.isDrawn && !this.pair;
    }

    get comparisons() {
        return COMPARISONS;
    }

    async getBusyManagers() {
        return this.env.searchModel.shownManagers || [];
    }

    get isCustom() {
        return this.options.period === "custom";
    }

    get day() {
        const value = this.options.date;
        return value ? deserializeDate(value) : luxon.DateTime.local().startOf("day");
    }

    get periodName() {
        const start = this.day;
        switch (this.options.period) {
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

    getShownDays() {
        const unit = this.options.period;
        const settings = { useLocaleWeeks: true };
        return {
            from: serializeDate(this.day.startOf(unit, settings)),
            to: serializeDate(this.day.endOf(unit, settings)),
        };
    }

    step(direction) {
        const day = this.day.plus({ [`${this.options.period}s`]: direction });
        this.set({ date: serializeDate(day) });
    }
}

export class ManagerControlPanel extends ReportControlPanel {
    static Options = ManagerOptions;
}
