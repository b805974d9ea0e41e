import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";

/**
 * Compute the change of a figure.
 *
 * @returns {{share: number, sign: number}|null} share: fraction of the previous figure; null if there was none or it has not changed
 */
export function getChange(figure, previous) {
    if (figure === false || !previous || figure === previous) {
        return null;
    }
    return { share: (figure - previous) / Math.abs(previous), sign: Math.sign(figure - previous) };
}

/** How a share has changed: in percentage points, from nothing as well. */
export function getPoints(figure, previous) {
    if (figure === false || previous === false || figure === previous) {
        return null;
    }
    return { points: 100 * (figure - previous), sign: Math.sign(figure - previous) };
}

export function formatPoints(points) {
    return _t("%(points)s pp", { points: formatFloat(Math.abs(points), { digits: [16, 1] }) });
}

/** Of ten times as much no percentage is told. */
function formatPart(share) {
    return Math.abs(share) >= 10 ? "" : `${formatInteger(Math.round(100 * Math.abs(share)))}\u00a0%`;
}

/** An arrow and, with its sign, how much: the same rule as on paper. */
function formatSigned(sign, part) {
    const [arrow, mark] = sign > 0 ? ["▲", "+"] : ["▼", "−"];
    return part ? `${arrow} ${mark}${part}` : arrow;
}

/**
 * @param {number|false} share change as a fraction of the previous figure
 * @returns {string} ▲ +12 %; from ten times as much on the arrow alone
 */
export function formatChange(share) {
    return share ? formatSigned(Math.sign(share), formatPart(share)) : "";
}

/**
 * Describe the change of a figure: an arrow, how much, and the class of its colour.
 *
 * @param {number|false} figure
 * @param {number|false} previous
 * @param {Object} kind
 * @param {number} kind.good 1 if more is better, -1 if less is better, 0 if neither
 * @param {boolean} kind.isShare a share changes by percentage points
 * @returns {{text: string, class: string}|null}
 */
export function describeChange(figure, previous, { good, isShare }) {
    const change = (isShare ? getPoints : getChange)(figure, previous);
    if (!change) {
        return null;
    }
    const text = isShare ? formatSigned(change.sign, formatPoints(change.points)) : formatChange(change.share);
    const mood = good * change.sign;
    return { text, class: mood > 0 ? "text-success" : mood < 0 ? "text-danger" : "text-muted" };
}

/**
 * @param {number|false} difference
 * @param {(figure: number) => string} format of a positive figure
 */
export function formatDifference(difference, format) {
    if (difference === false) {
        return "—";
    }
    return `${difference > 0 ? "+" : difference < 0 ? "−" : ""}${format(Math.abs(difference))}`;
}
