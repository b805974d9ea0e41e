import { describe, expect, test } from "@odoo/hoot";
import { parseBlock, parseNumber, toPlainText } from "@bas_crm/sales_plans/plan/plan_numbers";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";

describe.current.tags("headless");

const speak = (thousandsSep, decimalPoint) => patchWithCleanup(localization, { thousandsSep, decimalPoint });

test("figures of spreadsheet programs and of people are read", () => {
    speak("\u00a0", ",");
    for (const [text, value] of [
        ["12", 12], ["1 234,50", 1234.5], ["1\u00a0234,50", 1234.5], ["1\u202f234", 1234], ["1’234.5", 1234.5],
        ["1.234,50", 1234.5], ["1,234.50", 1234.5], ["1.234.567", 1234567], ["1,234,567.8", 1234567.8],
        ["1234.5 грн", 1234.5], ["₴ 15", 15], ["12 UAH", 12], ["€7", 7], [",5", 0.5], ["5,", 5], ["-3", -3], ["0,125", 0.125],
        ["1,234", 1.234], ["=2*3+1", 7],
    ]) {
        expect(parseNumber(text)).toBe(value, { message: text });
    }
});

test("an empty cell is none, and words are no number", () => {
    speak("\u00a0", ",");
    for (const text of ["", "  ", "\u00a0", "грн"]) {
        expect(parseNumber(text)).toBe(null, { message: `«${text}»` });
    }
    for (const text of ["ten", "12a", "1-2", "--1", ".", "-", "1,2,3.4.5", "1,2.5", "#REF!", "=1+", "01.03.2026", "1.2.3"]) {
        expect(parseNumber(text)).toBe(NaN, { message: text });
    }
});

test("a comma of thousands is one where the user's language writes it so", () => {
    speak(",", ".");
    for (const [text, value] of [["1,234", 1234], ["-1,234", -1234], ["12,345", 12345], ["1,5", 1.5], ["0,125", 0.125], ["1.234", 1.234]]) {
        expect(parseNumber(text)).toBe(value, { message: text });
    }
    expect(parseNumber("1,2345")).toBe(NaN, { message: "a digit too many for thousands is not a fraction" });
    expect(toPlainText("1,234,567.50")).toBe("1234567.50");
    speak(".", ",");
    for (const [text, value] of [["1.234", 1234], ["1,234", 1.234], ["1.5", 1.5]]) {
        expect(parseNumber(text)).toBe(value, { message: text });
    }
    expect(toPlainText("1.234,50")).toBe("1234,50");
    speak("", ".");
    expect(toPlainText("1234.50")).toBe("1234.50");
});

test("a block of cells is read as spreadsheet programs write it", () => {
    for (const [text, rows] of [
        ["1\t2\n3\t4\n", [["1", "2"], ["3", "4"]]],
        ["1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]],
        ["1\r2", [["1"], ["2"]]],
        ["1\t\t3", [["1", "", "3"]]],
        ["\t\n\t5", [["", ""], ["", "5"]]],
        ["1\n\n3", [["1"], [""], ["3"]]],
        ['"1\t2"\t3', [["1\t2", "3"]]],
        ['"two\nlines"\t3', [["two\nlines", "3"]]],
        ['"he said ""ten"""\t3', [['he said "ten"', "3"]]],
        ['5"\t6', [['5"', "6"]]],
        ["", [[""]]],
    ]) {
        expect(parseBlock(text)).toEqual(rows, { message: JSON.stringify(text) });
    }
});
