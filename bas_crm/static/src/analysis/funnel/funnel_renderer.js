import { formatDuration } from "@bas_crm/shared/duration/duration";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { formatMonetary } from "@web/views/fields/formatters";

import { Component } from "@odoo/owl";

/** From a period in which nothing is to one in which there is more. */
const WIDER = { this_month: ["this_year", "all"], last_month: ["last_year", "all"], this_year: ["all"] };

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
