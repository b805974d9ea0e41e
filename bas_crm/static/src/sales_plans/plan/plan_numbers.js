import { parseFloat as parseLocalFloat } from "@web/views/fields/parsers";

const BLANKS = /[\s\u00a0\u2000-\u200b\u202f\u2060'’]/g;
const CURRENCY = /(грн\.?|₴|uah|usd|eur|\$|€)/gi;

/**
 * A number as people and spreadsheet programs write it: "1 234,50", "1.234,50", "1,234.50", "1234.5 грн".
 * Spaces of any kind part thousands; of comma and point the last one begins the fraction, unless it stands several times.
 *
 * @returns {number|null} null for an empty text, NaN for what is no number
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
    const other = mark === "," ? "." : ",";
    value = value.replaceAll(other, "");
    if (value.split(mark).length > 2) {
        value = value.replaceAll(mark, "");
    }
    value = value.replace(mark, ".");
    return /^-?(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : NaN;
}

/**
 * A block of cells as spreadsheet programs put it on the clipboard: columns by tabs, rows by line ends, quotes around what
 * holds these.
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
