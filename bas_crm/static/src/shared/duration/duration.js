import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** From this number of hours on, days are shown. */
const DAYS_FROM = 48;
const HOURS_A_DAY = 24;

function formatDays(hours) {
    const whole = Math.round(hours);
    const [days, rest] = [Math.floor(whole / HOURS_A_DAY), whole % HOURS_A_DAY];
    return rest ? _t("%(days)s d %(hours)s h", { days, hours: rest }) : _t("%(days)s d", { days });
}

function formatHours(hours) {
    const whole = Math.round(hours * 60);
    const [full, minutes] = [Math.floor(whole / 60), whole % 60];
    if (!full) {
        return _t("%(minutes)s min", { minutes });
    }
    return minutes ? _t("%(hours)s h %(minutes)s min", { hours: full, minutes }) : _t("%(hours)s h", { hours: full });
}

/**
 * A duration in words; from two days on, in days.
 *
 * @param {number|false} hours
 * @returns {string}
 */
export function formatDuration(hours) {
    if (typeof hours !== "number") {
        return "";
    }
    return (hours >= DAYS_FROM ? formatDays(hours) : formatHours(hours)).toString();
}

registry.category("formatters").add("bas_duration", formatDuration);

export class DurationField extends Component {
    static template = "bas_crm.DurationField";
    static props = { ...standardFieldProps };

    get text() {
        return formatDuration(this.props.record.data[this.props.name]);
    }
}

registry.category("fields").add("bas_duration", { component: DurationField, supportedTypes: ["float"], isEmpty: () => false });
