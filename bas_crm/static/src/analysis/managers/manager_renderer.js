import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { formatMonetary } from "@web/views/fields/formatters";
import { getChange, getPoints } from "./manager_model";

import { Component } from "@odoo/owl";

/** From a period in which nothing is to those in which there is more. */
const WIDER = { day: ["month", "year"], week: ["month", "year"], month: ["quarter", "year"], quarter: ["year"] };

export class ManagerRenderer extends Component {
    static template = "bas_crm.ManagerRenderer";
    static props = { model: Object, openRows: Function, print: Function, widen: Function };

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

    /** The days of the table, told once above it. */
    get periodText() {
        const { indicator, period, previous } = this.data;
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
        const isShare = column.type === "share";
        const [figure, previous] = [row.figures[column.name], row.previous[column.name]];
        const change = isKnown ? (isShare ? getPoints : getChange)(figure, previous) : null;
        if (!change) {
            return null;
        }
        const arrow = change.sign > 0 ? "▲" : "▼";
        const text = `${arrow} ${isShare ? this.formatPoints(change.points) : this.formatPart(change.share)}`.trim();
        const mood = column.good * change.sign;
        return { text, class: mood > 0 ? "text-success" : mood < 0 ? "text-danger" : "text-muted" };
    }

    /** Of ten times as much no percentage is told. */
    formatPart(share) {
        return Math.abs(share) >= 10 ? "" : `${formatInteger(Math.round(100 * Math.abs(share)))}\u00a0%`;
    }

    formatPoints(points) {
        return _t("%(points)s pp", { points: formatFloat(Math.abs(points), { digits: [16, 1] }) });
    }

    describe(row, column) {
        return `${row.name || _t("In all")}, ${column.label}: ${this.format(column, row.figures[column.name])}`;
    }
}
