import { localization } from "@web/core/l10n/localization";
import { parseFloat as parseLocalFloat } from "@web/views/fields/parsers";

const BLANKS = /[\s\u00a0\u2000-\u200b\u202f\u2060'’]/g;
const CURRENCY = /(грн\.?|₴|uah|usd|eur|\$|€)/gi;
/** "1,234" and not "1,5" or "0,125" */
const ONE_MARK_OF_THOUSANDS = /^-?[1-9]\d*[.,]\d{3,}$/;
/** "1.234.567" and not the date "01.03.2026" */
const THOUSANDS = /^-?\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/;

const joinThousands = (text) => (THOUSANDS.test(text) ? text.replace(/[.,]/g, "") : text);

/** @returns {string} a formatted number without what separates its thousands: to edit it, or for a spreadsheet program */
export function toPlainText(formatted) {
    return formatted.replace(BLANKS, "").replaceAll(localization.thousandsSep, "");
}

/**
 * Parse a number typed by a user or copied from a spreadsheet: "1 234,50", "1.234,50", "1,234.50", "1234.5 грн".
 * Spaces of any kind separate thousands. The last comma or point is the decimal separator, unless it occurs several
 * times, or it is the thousands separator of the user's language and three digits follow: an English "1,234".
 *
 * @returns {number|null} null for an empty text, NaN if the text is not a number
 */
export function parseNumber(text) {
    let value = `${text}`.replace(BLANKS, "").replace(CURRENCY, "");
    if (!value) {
        return null;
    }
    if (value.startsWith("=")) {
        try {
            return parseLocalFloat(value);
        } catch {
            return NaN;
        }
    }
    const mark = value.lastIndexOf(",") > value.lastIndexOf(".") ? "," : ".";
    const [whole, ...rest] = value.split(mark);
    const isThousands = rest.length > 1 || (mark === localization.thousandsSep && ONE_MARK_OF_THOUSANDS.test(value));
    value = isThousands ? joinThousands(value) : [joinThousands(whole), ...rest].join(".");
    return /^-?(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : NaN;
}

/**
 * Parse a block of cells from the clipboard of a spreadsheet program: tabs between columns, line ends between rows, quotes
 * around cells that contain these.
 *
 * @returns {string[][]}
 */
export function parseBlock(text) {
    const rows = [[""]];
    let quoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let i = 0; i < source.length; i++) {
        const char = source[i];
        const row = rows[rows.length - 1];
        const cell = row[row.length - 1];
        if (quoted && char === '"' && source[i + 1] === '"') {
            row[row.length - 1] += '"';
            i++;
        } else if (char === '"' && (quoted || cell === "")) {
            quoted = !quoted;
        } else if (char === "\t" && !quoted) {
            row.push("");
        } else if (char === "\n" && !quoted) {
            rows.push([""]);
        } else {
            row[row.length - 1] += char;
        }
    }
    return rows;
}
