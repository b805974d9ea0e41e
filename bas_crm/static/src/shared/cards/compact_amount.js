import { getCurrency } from "@web/core/currency";
import { user } from "@web/core/user";
import { nbsp } from "@web/core/utils/strings";

/** Larger amounts are shown in thousands and millions. */
const COMPACT_FROM = 10000;

/**
 * An amount on a card: «258 тис. ₴». Three digits are enough there; the tooltip shows the full amount.
 *
 * @param {number} value
 * @param {number|false} currencyId
 * @returns {string}
 */
export function formatCompactAmount(value, currencyId) {
    const size = Math.abs(value);
    const options =
        size >= COMPACT_FROM
            ? { notation: "compact", maximumSignificantDigits: 3 }
            : { maximumFractionDigits: size >= 100 || Number.isInteger(value) ? 0 : 2 };
    const number = new Intl.NumberFormat(user.lang || undefined, options).format(value);
    const currency = getCurrency(currencyId);
    if (!currency) {
        return number;
    }
    return (currency.position === "after" ? [number, currency.symbol] : [currency.symbol, number]).join(nbsp);
}
