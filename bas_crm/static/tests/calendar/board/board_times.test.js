import { getEntryTimes, keepHours } from "@bas_crm/calendar/board/board_times";
import { describe, expect, test } from "@odoo/hoot";

const { DateTime } = luxon;

describe.current.tags("headless");

const at = (text) => DateTime.fromISO(`2026-03-${text}`, { zone: "Europe/Kyiv" });
const show = (moment) => moment?.toFormat("dd'T'HH:mm");
const span = (start, end) => ({ start: at(start), ...(end && { end: at(end) }) });

test("a click begins at the half-hour it falls in and leaves the end to the server, a drag means what it covers", () => {
    for (const [cell, expected] of [
        [span("16T10:00"), ["16T10:00", undefined]],
        [span("16T10:15"), ["16T10:00", undefined]],
        [span("16T10:45"), ["16T10:30", undefined]],
        [span("16T23:45"), ["16T23:30", undefined]],
        [span("16T10:15", "16T12:45"), ["16T10:15", "16T12:45"]],
    ]) {
        const { start, stop } = getEntryTimes(cell);
        expect([show(start), show(stop)]).toEqual(expected);
    }
});

test("whole days are meant from nine; several of them until six, as the clock shows when it changes", () => {
    const days = (start, end) => ({ ...span(start, end), isAllDay: true });
    for (const [cell, expected] of [
        [days("16T00:00"), ["16T09:00", undefined]],
        [days("16T00:00", "16T00:00"), ["16T09:00", undefined]],
        [days("16T00:00", "18T00:00"), ["16T09:00", "18T18:00"]],
        [days("28T00:00", "29T00:00"), ["28T09:00", "29T18:00"]],
    ]) {
        const { start, stop } = getEntryTimes(cell);
        expect([show(start), show(stop)]).toEqual(expected);
    }
});

const call = { ...span("16T10:00", "16T10:30"), isDocument: true };
const shift = { ...span("16T22:00", "18T06:00"), isDocument: true };
const plain = { ...span("16T10:00", "16T10:30"), isDocument: false };

test("a record that is dropped without an end keeps its length", () => {
    const { start, end } = keepHours(call, span("17T14:00"), true);
    expect([show(start), show(end)]).toEqual(["17T14:00", "17T14:30"]);
    const stretched = keepHours(call, span("16T10:00", "16T12:00"), false);
    expect([show(stretched.start), show(stretched.end)]).toEqual(["16T10:00", "16T12:00"]);
});

test("the row of whole days takes no hours from a document", () => {
    const moved = keepHours(call, { ...span("18T00:00", "18T00:00"), isAllDay: true }, true);
    expect([show(moved.start), show(moved.end), moved.isAllDay]).toEqual(["18T10:00", "18T10:30", false]);
    const stretched = keepHours(shift, { ...span("16T00:00", "19T00:00"), isAllDay: true }, false);
    expect([show(stretched.start), show(stretched.end), stretched.isAllDay]).toEqual(["16T22:00", "19T06:00", false]);
    const withoutEnd = keepHours(shift, { ...span("20T00:00"), isAllDay: true }, false);
    expect([show(withoutEnd.start), show(withoutEnd.end)]).toEqual(["20T22:00", "22T06:00"]);
});

test("what is no document may take whole days, unless it is so long that it stands there by itself", () => {
    const change = { ...span("18T00:00"), isAllDay: true };
    expect(keepHours(plain, change, true)).toBe(change);
    const trip = { ...shift, isDocument: false };
    expect(keepHours(trip, change, true).isAllDay).toBe(false);
    const holiday = { ...span("16T00:00", "17T00:00"), isAllDay: true };
    expect(keepHours(holiday, change, true)).toBe(change);
});

test("a day without its hour keeps the hour on the clock", () => {
    const moved = keepHours({ ...span("28T10:00", "28T18:00"), isDocument: true }, { ...span("29T00:00"), isAllDay: true }, true);
    expect([show(moved.start), show(moved.end)]).toEqual(["29T10:00", "29T18:00"]);
});
