import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { PercentageField } from "@web/views/fields/percentage/percentage_field";
import { PercentPieField } from "@web/views/fields/percent_pie/percent_pie_field";

const formatters = registry.category("formatters");
const formatPercentage = formatters.get("percentage");

/** In Ukrainian, a non-breaking space precedes the percent sign. */
export function spacePercent(text) {
    return user.lang?.startsWith("uk") ? text.replace(/\s*%$/, "\u00a0%") : text;
}

const formatSpaced = (...args) => spacePercent(formatPercentage(...args));
formatSpaced.extractOptions = formatPercentage.extractOptions;
formatters.add("percentage", formatSpaced, { force: true });

patch(PercentageField.prototype, {
    get formattedValue() {
        return spacePercent(super.formattedValue);
    },
});

patch(PercentPieField.prototype, {
    get sign() {
        return spacePercent("%");
    },
});
