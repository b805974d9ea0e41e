import { markOverlaps } from "@bas_crm/calendar/board/board_overlaps";
import { describe, expect, test } from "@odoo/hoot";

const { DateTime } = luxon;

describe.current.tags("headless");

const record = (id, start, end, rest = {}) => ({
    id, start: DateTime.fromISO(`2026-03-${start}`), end: DateTime.fromISO(`2026-03-${end}`), calendarId: 1, takesTime: true,
    hasOverlap: false, ...rest,
});

function getMarked(...records) {
    markOverlaps(records);
    return records.filter(({ hasOverlap }) => hasOverlap).map(({ id }) => id);
}

test("two records at one time are marked; one after the other they are not", () => {
    expect(getMarked(record(1, "16T10:00", "16T11:00"), record(2, "16T10:59", "16T12:00"))).toEqual([1, 2]);
    expect(getMarked(record(1, "16T10:00", "16T11:00"), record(2, "16T11:00", "16T12:00"))).toEqual([]);
    expect(getMarked()).toEqual([]);
});

test("a long record overlaps all that stand beside it, in whatever order they come", () => {
    const others = [record(2, "16T10:00", "16T10:15"), record(3, "16T14:00", "16T15:00"), record(4, "17T10:00", "17T11:00")];
    const long = () => record(1, "16T09:00", "16T18:00");
    expect(getMarked(...others, long())).toEqual([2, 3, 1]);
    // the second ends before the third begins, the first does not
    expect(getMarked(long(), record(2, "16T10:00", "16T10:15"), record(3, "16T12:00", "16T19:00"), record(4, "16T18:30", "16T20:00"))).toEqual([
        1, 2, 3, 4]);
});

test("of two people, of what takes no time and of what has no length nothing overlaps", () => {
    const first = () => record(1, "16T10:00", "16T11:00");
    for (const rest of [{ calendarId: 2 }, { calendarId: undefined }, { takesTime: false }]) {
        expect(getMarked(first(), record(2, "16T10:00", "16T11:00", rest))).toEqual([]);
    }
    expect(getMarked(first(), record(2, "16T10:30", "16T10:30"))).toEqual([]);
});

test("a record of whole days takes them from midnight to midnight", () => {
    const days = () => record(1, "16T08:00", "17T08:00", { isAllDay: true });
    expect(getMarked(days(), record(2, "16T00:00", "16T01:00"))).toEqual([1, 2]);
    expect(getMarked(days(), record(2, "17T23:00", "17T23:30"))).toEqual([1, 2]);
    expect(getMarked(days(), record(2, "18T00:00", "18T01:00"))).toEqual([]);
});
