import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { formatMonetary } from "@web/views/fields/formatters";
import { describeChange, formatDifference, formatPoints } from "../report/change";
import { INDICATORS } from "./manager_control_panel";

import { Component } from "@odoo/owl";

/** From a period in which nothing is to those in which there is more. */
const WIDER = { day: ["month", "year"], week: ["month", "year"], month: ["quarter", "year"], quarter: ["year"] };

export class ManagerRenderer extends Component {
    static template = "bas_crm.ManagerRenderer";
    static props = { model: Object, openRows: Function, print: Function, widen: Function };

    differenceLabel = _t("Difference");
    allLabel = _t("All documents");

    get data() {
        return this.props.model.data;
    }

    get parts() {
        return this.data.columns.filter((column) => column.color !== false);
    }

    get isFuture() {
        const { from } = this.data.period;
        return from && deserializeDate(from) > luxon.DateTime.local();
    }

    get widerPeriods() {
        const names = { month: _t("Show the month"), quarter: _t("Show the quarter"), year: _t("Show the year") };
        const { bas_manager_period } = this.props.model.searchParams.context;
        return (WIDER[bas_manager_period] || []).map((period) => ({ period, name: names[period] }));
    }

    get emptyText() {
        return this.isFuture
            ? _t("The period %(days)s has not come yet.", { days: this.formatDays(this.data.period) })
            : _t("There is nothing in the period %(days)s.", { days: this.formatDays(this.data.period) });
    }

    /** What the smaller figures are. */
    get beforeText() {
        return this.data.compare === "year" ? _t("A year ago") : _t("Previous period");
    }

    describeBefore(column) {
        return this.data.compare === "year"
            ? _t("%(figure)s: a year ago", { figure: column.label })
            : _t("%(figure)s: previous period", { figure: column.label });
    }

    get indicators() {
        return Object.fromEntries(INDICATORS);
    }

    get differenceText() {
        const [first, second] = this.data.rows;
        return _t("Difference: %(first)s − %(second)s", { first: first.name, second: second.name });
    }

    /** The days of the table, told once above it. */
    get periodText() {
        return this.getPeriodText(this.data);
    }

    getPeriodText({ indicator, period, previous }) {
        if (indicator === "debt") {
            const [now, before] = [period, previous].map((days) => days && days.to && formatDate(deserializeDate(days.to)));
            if (!now) {
                return _t("All movements");
            }
            return before ? _t("On %(day)s, beside it on %(before)s", { day: now, before }) : _t("On %(day)s", { day: now });
        }
        const days = this.formatDays(period);
        const text = previous ? _t("%(days)s, beside it %(before)s", { days, before: this.formatDays(previous) }) : days;
        return this.data.is_unfinished ? _t("%(days)s: as many days as have passed", { days: text }) : text;
    }

    formatDays({ from, to }) {
        if (!from && !to) {
            return _t("all time");
        }
        const [first, last] = [from, to].map((day) => (day ? formatDate(deserializeDate(day)) : "…"));
        return first === last ? first : `${first} – ${last}`;
    }

    format(column, figure) {
        if (figure === false) {
            return "—";
        }
        if (column.type === "amount") {
            return formatMonetary(figure, { currencyId: this.data.currency_id, digits: [16, 0] });
        }
        return column.type === "share" ? `${formatFloat(100 * figure, { digits: [16, 1] })}\u00a0%` : formatInteger(figure);
    }

    /** @returns {Object|null} none where nothing was, or where the figures are still to come */
    getChange(column, row) {
        const isKnown = this.data.previous && !this.isFuture;
        const kind = { good: column.good, isShare: column.type === "share" };
        return isKnown ? describeChange(row.figures[column.name], row.previous[column.name], kind) : null;
    }

    getDifference(column, difference) {
        const format = column.type === "share" ? (share) => formatPoints(100 * share) : (figure) => this.format(column, figure);
        return formatDifference(difference[column.name], format);
    }

    describeAll(row, section) {
        return [row.name, this.indicators[section.indicator], this.allLabel].join(", ");
    }

    describe(row, column) {
        return `${row.name || _t("In all")}, ${column.label}: ${this.format(column, row.figures[column.name])}`;
    }
}
