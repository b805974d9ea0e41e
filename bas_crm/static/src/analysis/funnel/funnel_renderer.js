import { formatDuration } from "@bas_crm/shared/duration/duration";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { describeChange, formatDifference, formatPoints } from "../report/change";

import { Component } from "@odoo/owl";

/** From a period in which nothing is to one in which there is more. */
const WIDER = { this_month: ["this_year", "all"], last_month: ["last_year", "all"], this_year: ["all"] };

/** Figures that are compared: whether more is better (1) or less is better (-1). */
const GOOD = { count: 1, to_previous: 1, to_first: 1, hours: -1, amount: 1, lost: -1, lost_amount: -1 };
const SHARES = ["to_previous", "to_first"];

export class FunnelRenderer extends Component {
    static template = "bas_crm.FunnelRenderer";
    static props = { model: Object, unit: String, openRows: Function, widen: Function };

    /** What a figure is called where the table has no head. */
    labels = {
        previous: _t("Of the Previous"),
        first: _t("Of the First"),
        hours: _t("Time"),
        count: _t("Count"),
        amount: _t("Amount"),
        losses: _t("Losses"),
        lostAmount: _t("Losses, Amount"),
    };

    get differenceLabels() {
        const { previous, first, hours, count, amount, losses, lostAmount } = this.labels;
        return { count, to_previous: previous, to_first: first, hours, amount, lost: losses, lost_amount: lostAmount };
    }

    get data() {
        return this.props.model.data;
    }

    get reasons() {
        return Object.fromEntries(this.data.reasons.map((reason) => [reason.id, reason]));
    }

    get widerPeriods() {
        if (this.data.reading === "snapshot" || this.data.period === "all") {
            return [];
        }
        const names = { this_year: _t("Show this year"), last_year: _t("Show last year"), all: _t("Show all time") };
        return (WIDER[this.data.period] || ["this_year", "all"]).map((period) => ({ period, name: names[period] }));
    }

    get emptyText() {
        if (this.data.reading === "snapshot") {
            return _t("Nothing stands anywhere.");
        }
        const { date_from, date_to } = this.data;
        const day = (value) => (value ? formatDate(deserializeDate(value)) : "…");
        if (!date_from && !date_to) {
            return _t("There is nothing yet.");
        }
        return _t("There is nothing from %(from)s to %(to)s.", { from: day(date_from), to: day(date_to) });
    }

    formatAmount(amount) {
        return formatMonetary(amount, { currencyId: this.data.currency_id, digits: [16, 0] });
    }

    formatShare(share) {
        return share === false ? "—" : `${formatFloat(100 * share, { digits: [16, share && share < 0.1 ? 1 : 0] })}\u00a0%`;
    }

    formatHours(hours) {
        return formatDuration(hours) || "—";
    }

    /** With what the smaller figures were, told once above the funnels. */
    get comparisonText() {
        const { previous, not_compared: reason, reading, compare } = this.data;
        if (reason === "dates") {
            return _t("Funnels grouped by date are not compared with another period.");
        }
        if (reason && reading !== "snapshot") {
            return _t("To compare the funnel, choose a period with its first and last day.");
        }
        if (!previous) {
            return "";
        }
        const [from, to, asOf] = [previous.date_from, previous.date_to, previous.as_of].map(
            (day) => day && formatDate(deserializeDate(day))
        );
        if (!from) {
            return _t("Beside it: as of %(day)s", { day: asOf });
        }
        const days = from === to ? from : `${from} – ${to}`;
        if (asOf && asOf !== to) {
            return _t("Beside it: %(days)s, as of %(day)s", { days, day: asOf });
        }
        return compare === "year" ? _t("Beside it a year ago: %(days)s", { days }) : _t("Beside it: %(days)s", { days });
    }

    format(name, value) {
        if (SHARES.includes(name)) {
            return this.formatShare(value);
        }
        if (name === "hours") {
            return this.formatHours(value);
        }
        return name.endsWith("amount") ? this.formatAmount(value) : formatInteger(value);
    }

    /** What a figure was in the other period, and its change. */
    getBefore(row, name) {
        const figure = row.before[name];
        const kind = { good: GOOD[name], isShare: SHARES.includes(name) };
        return { text: this.format(name, figure), change: describeChange(row.cell[name], figure, kind) };
    }

    get differenceText() {
        const [first, second] = this.data.groups;
        return _t("Difference: %(first)s − %(second)s", { first: first.name, second: second.name });
    }

    /** The figures of one manager less those of the other one, one row a step. */
    get differences() {
        const names = Object.keys(GOOD).filter((name) => this.data.has_conversion || ["count", "hours", "amount"].includes(name));
        return this.data.steps.map((step, index) => ({
            step,
            figures: names.map((name) => ({
                name,
                label: this.differenceLabels[name],
                text: this.getDifference(name, this.data.difference[index][name]),
            })),
        }));
    }

    getDifference(name, difference) {
        if (name === "hours") {
            return formatDifference(difference, (hours) => formatDuration(hours) || "0");
        }
        return formatDifference(difference, (value) =>
            SHARES.includes(name) ? formatPoints(100 * value) : this.format(name, value)
        );
    }

    describe(row, text) {
        return `${row.step.name}: ${text}`;
    }

    describeReason(reason) {
        const { count, amount } = reason;
        return _t("%(reason)s: %(count)s, %(amount)s", {
            reason: this.reasons[reason.id].name,
            count,
            amount: this.formatAmount(amount),
        });
    }
}
