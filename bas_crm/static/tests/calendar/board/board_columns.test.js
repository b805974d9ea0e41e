import { getColumns, getShownColumns, PeopleOfDay, turnColumns } from "@bas_crm/calendar/board/board_columns";
import { describe, expect, test } from "@odoo/hoot";

const { DateTime } = luxon;

describe.current.tags("headless");

const at = (text) => DateTime.fromISO(text, { zone: "Europe/Kyiv" });
const show = (moment) => moment.toFormat("yyyy-MM-dd HH:mm");
const showSpan = ({ start, end }) => [show(start), show(end)];
const PEOPLE = [{ id: 1, name: "Olena" }, { id: 2, name: "Ihor" }, { id: 3, name: "Petro" }];
const onDay = (text) => new PeopleOfDay(at(text), PEOPLE);
const DAY = onDay("2026-03-16T12:34");
const span = (start, end) => ({ start: at(start), end: at(end) });

test("from two to six people stand side by side", () => {
    const tick = (count) => Array.from({ length: count }, (_, index) => ({ value: index, label: `N${index}`, colorIndex: index }));
    expect([0, 1, 2, 6, 7].map((count) => getColumns(tick(count)).length)).toEqual([0, 0, 2, 6, 0]);
    expect(getColumns(tick(2))[1]).toEqual({ id: 1, name: "N1", colorIndex: 1 });
});

test("a phone turns pages of two people", () => {
    const all = [1, 2, 3, 4, 5];
    expect(getShownColumns(all, 2, false)).toEqual(all);
    expect([0, 2, 4].map((first) => getShownColumns(all, first, true))).toEqual([[1, 2], [3, 4], [5]]);
    expect([turnColumns(all, 0, 1), turnColumns(all, 2, 1), turnColumns(all, 4, 1)]).toEqual([2, 4, 4]);
    expect([turnColumns(all, 4, -1), turnColumns(all, 0, -1)]).toEqual([2, 0]);
});

test("the days of the grid are people of one day", () => {
    expect(["2026-03-16T00:00", "2026-03-17T23:59", "2026-03-18T12:00"].map((moment) => DAY.getColumn(at(moment)).name)).toEqual([
        "Olena", "Ihor", "Petro"]);
    expect(DAY.getColumn(at("2026-03-19T00:00"))).toBe(undefined);
    expect(show(DAY.toDay(at("2026-03-18T14:15")))).toBe("2026-03-16 14:15");
});

test("what is marked stays in one column; midnight ends it", () => {
    const isInOne = (start, end) => {
        const days = new PeopleOfDay(DateTime.fromISO("2026-03-16"), PEOPLE);
        return days.isInOneColumn({ start: DateTime.fromISO(start).toJSDate(), end: DateTime.fromISO(end).toJSDate() });
    };
    expect(isInOne("2026-03-17T22:00", "2026-03-18T00:00")).toBe(true);
    expect(isInOne("2026-03-17T22:00", "2026-03-18T00:15")).toBe(false);
});

test("a column shows the part of a record that is in the day", () => {
    for (const [record, index, expected] of [
        [span("2026-03-16T10:00", "2026-03-16T11:00"), 2, ["2026-03-18 10:00", "2026-03-18 11:00"]],
        [span("2026-03-15T22:00", "2026-03-16T09:00"), 1, ["2026-03-17 00:00", "2026-03-17 09:00"]],
        [span("2026-03-16T22:00", "2026-03-17T06:00"), 0, ["2026-03-16 22:00", "2026-03-17 00:00"]],
    ]) {
        expect(showSpan(DAY.toGrid(record, index, false))).toEqual(expected);
    }
    expect(showSpan(DAY.toGrid(span("2026-03-10T10:00", "2026-03-20T11:00"), 1, true))).toEqual([
        "2026-03-17 00:00", "2026-03-18 00:00"]);
});

test("a part that is dropped elsewhere moves the whole, a stretched edge moves alone", () => {
    const night = span("2026-03-15T22:00", "2026-03-16T09:00");
    expect(showSpan(DAY.moveWhole(night, span("2026-03-16T01:00", "2026-03-16T10:00")))).toEqual(["2026-03-15 23:00", "2026-03-16 10:00"]);
    expect(showSpan(DAY.moveWhole(night, span("2026-03-16T00:00", "2026-03-16T12:00")))).toEqual(["2026-03-15 22:00", "2026-03-16 12:00"]);
    const change = DAY.moveWhole(night, { id: 7, start: at("2026-03-16T02:00") });
    expect([change.id, show(change.start), "end" in change]).toEqual([7, "2026-03-16 00:00", false]);
});

test("hours are those of the clock on the day when clocks change, in every column", () => {
    // On 29 March 2026 at three o'clock it is four in Kyiv, on 25 October at four it is three.
    for (const day of ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"]) {
        const people = onDay(day);
        const record = span(`${day}T09:30`, `${day}T18:00`);
        PEOPLE.forEach(({ id }, index) => {
            const { start, end } = people.toGrid(record, index, false);
            expect([start, end].map((time) => time.toFormat("HH:mm"))).toEqual(["09:30", "18:00"], { message: `${day}, column ${index}` });
            expect(people.getColumn(start).id).toBe(id);
            expect(showSpan({ start: people.toDay(start), end: end.minus({ days: index }) })).toEqual([`${day} 09:30`, `${day} 18:00`]);
            const moved = { start: people.toDay(start.plus({ hours: 2 })), end: people.toDay(end.plus({ hours: 2 })) };
            expect(showSpan(people.moveWhole(record, moved))).toEqual([`${day} 11:30`, `${day} 20:00`]);
        });
        expect(showSpan(people.clip(span("2026-01-01T00:00", "2026-12-31T00:00")))).toEqual([
            `${day} 00:00`, show(at(day).plus({ days: 1 }))]);
    }
});

test("everybody has the hours of the shown weekday; who has none is not at work", () => {
    const hours = {
        1: [{ daysOfWeek: [1, 2], startTime: "09:00", endTime: "13:00" }, { daysOfWeek: [1], startTime: "14:00", endTime: "18:00" }],
        2: [{ daysOfWeek: [2], startTime: "12:00", endTime: "20:00" }],
    };
    expect(DAY.toBusinessHours(hours)).toEqual([
        { daysOfWeek: [1], startTime: "09:00", endTime: "13:00" }, { daysOfWeek: [1], startTime: "14:00", endTime: "18:00" }]);
    expect(onDay("2026-03-17").toBusinessHours(hours)).toEqual([
        { daysOfWeek: [2], startTime: "09:00", endTime: "13:00" }, { daysOfWeek: [3], startTime: "12:00", endTime: "20:00" }]);
    // On a Sunday the library is told of a span of no length: without any it would take every hour.
    expect(onDay("2026-03-15").toBusinessHours(hours)).toEqual([{ daysOfWeek: [7], startTime: "00:00", endTime: "00:00" }]);
});
