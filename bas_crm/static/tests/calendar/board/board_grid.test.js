import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, queryAll, queryAllTexts, queryFirst, queryRect } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    clickAllDaySlot, clickDate, clickEvent, findEvent, findTimeRow, moveEventToAllDaySlot, moveEventToTime, navigate, resizeEventToTime,
    selectAllDayRange, selectDateRange, selectTimeRange,
} from "@web/../tests/views/calendar/calendar_test_helpers";
import { contains, defineModels, defineParams, onRpc } from "@web/../tests/web_test_helpers";
import { BoardCalendar, BoardRecord, IHOR, makePlain, makeRecord, mountBoard, OLENA } from "./board_models";

defineMailModels();
defineModels([BoardRecord, BoardCalendar]);
describe.current.tags("desktop");
beforeEach(() => mockDate("2026-03-16 08:10:00", 0));

/** Click the grid at an hour of a day, so many quarters below its line. */
async function clickHour(day, time, { quarters = 0, clicks = 1 } = {}) {
    const row = findTimeRow(time);
    row.scrollIntoView({ block: "center" });
    const { x, width } = queryRect(`.fc-timegrid-col[data-date="${day}"]`);
    const { y, height } = queryRect(row);
    for (let i = 0; i < clicks; i++) {
        await click(row, { position: { x: x + width / 2, y: y + 1 + (quarters * height) / 2 } });
    }
    await animationFrame();
}

const NOT_MINE = { effective_privacy: "private", user_can_edit: false, bas_kind: false, can_finish: false, can_call_off: false };

// ------------------------------------------------------------
// New records
// ------------------------------------------------------------

test("a click on an empty hour begins at its half-hour", async () => {
    await mountBoard([]);
    await clickHour("2026-03-17", "10:00:00");
    await clickHour("2026-03-18", "15:30:00", { quarters: 1 });
    expect.verifySteps([
        ["2026-03-17 10:00:00", undefined, undefined], ["2026-03-18 15:30:00", undefined, undefined]]);
});

test("a drag over hours means them to the quarter", async () => {
    await mountBoard([]);
    await selectTimeRange("2026-03-17 10:00:00", "2026-03-17 12:30:00");
    expect.verifySteps([["2026-03-17 10:00:00", "2026-03-17 12:30:00", undefined]]);
});

test("a click in the row of whole days is at nine, a drag over days until six", async () => {
    await mountBoard([]);
    await clickAllDaySlot("2026-03-18");
    await selectAllDayRange("2026-03-18", "2026-03-20");
    expect.verifySteps([
        ["2026-03-18 09:00:00", undefined, undefined], ["2026-03-18 09:00:00", "2026-03-20 18:00:00", undefined]]);
});

test("so it is in a month", async () => {
    await mountBoard([], { mode: "month" });
    await clickDate("2026-03-18");
    await selectDateRange("2026-03-18", "2026-03-20");
    expect.verifySteps([
        ["2026-03-18 09:00:00", undefined, undefined], ["2026-03-18 09:00:00", "2026-03-20 18:00:00", undefined]]);
});

test("the button leaves the beginning to the server, too", async () => {
    await mountBoard([]);
    await contains(".o_bas_board_new").click();
    expect.verifySteps([[undefined, undefined, undefined]]);
});

test("who looks at one calendar means it", async () => {
    await mountBoard([], { ticked: [IHOR] });
    await clickHour("2026-03-17", "10:00:00");
    expect.verifySteps([["2026-03-17 10:00:00", undefined, IHOR]]);
});

test("who may not make records clicks in vain", async () => {
    await mountBoard([], { attributes: `create="0"` });
    expect(".o_bas_board_new").toHaveCount(0);
    await clickHour("2026-03-17", "10:00:00");
    expect.verifySteps([]);
});

test("in the hours of the user's own clock", async () => {
    mockDate("2026-03-16 08:10:00", "Europe/Kyiv");
    defineParams({ lang_parameters: { week_start: 1 } });
    await mountBoard([makeRecord(1, "Call", { start: "2026-03-27 08:00:00", stop: "2026-03-27 08:30:00" })], { ticked: [OLENA] });
    await navigate("next");
    // On Friday the clock is two hours ahead, on Sunday three.
    await clickHour("2026-03-27", "11:00:00");
    await clickHour("2026-03-29", "11:00:00");
    expect.verifySteps([
        ["2026-03-27 09:00:00", undefined, OLENA], ["2026-03-29 08:00:00", undefined, OLENA]]);
    expect(findEvent(1).textContent).toInclude("10:00");
    await moveEventToTime(1, "2026-03-29 10:00:00");
    expect.verifySteps([{ start: "2026-03-29 07:00:00", stop: "2026-03-29 07:30:00", allday: false }]);
    expect(".o_notification:contains(Sun, March 29)").toHaveCount(1);
});

// ------------------------------------------------------------
// Open, stretch, drop
// ------------------------------------------------------------

test("a click shows a record, a double click opens its document at once", async () => {
    await mountBoard([makeRecord(1, "Call")]);
    await clickEvent(1);
    expect(".o_cw_popover").toHaveText(/Call/);
    expect.verifySteps([]);
    await contains(".o_cw_popover_close").click();
    await click(findEvent(1));
    await click(findEvent(1));
    await advanceTime(500);
    expect(".o_cw_popover").toHaveCount(0);
    expect.verifySteps(["Document 1"]);
});

test("a stretched end is told, and taken back", async () => {
    await mountBoard([makeRecord(1, "Visit", { stop: "2026-03-16 11:00:00" })]);
    await resizeEventToTime(1, "2026-03-16 12:30:00");
    expect.verifySteps([{ start: "2026-03-16 10:00:00", stop: "2026-03-16 12:30:00", allday: false }]);
    expect(".o_notification:contains(Now it is Mon, March 16)").toHaveCount(1);
    await contains(".o_notification button:contains(Undo)").click();
    await animationFrame();
    expect.verifySteps([{ start: "2026-03-16 10:00:00", stop: "2026-03-16 11:00:00", allday: false }]);
});

test("in the row of whole days a document keeps its hours; a plain entry takes the day", async () => {
    await mountBoard([makeRecord(1, "Call"), makePlain(2, "Own time", { start: "2026-03-17 12:00:00", stop: "2026-03-17 13:00:00" })]);
    await moveEventToAllDaySlot(1, "2026-03-16");
    expect.verifySteps([{ start: "2026-03-16 10:00:00", stop: "2026-03-16 10:30:00", allday: false }]);
    expect(".o_notification").toHaveCount(0, { message: "it stands where it stood" });
    await moveEventToAllDaySlot(2, "2026-03-17");
    expect.verifySteps([{ start: "2026-03-17", stop: "2026-03-17", allday: true }]);
});

test("what is done stands still", async () => {
    await mountBoard([makeRecord(1, "Call", { bas_category: "done" })]);
    expect(findEvent(1)).toHaveClass("o_bas_board_muted");
    expect(findEvent(1)).not.toHaveClass("fc-event-draggable");
    await moveEventToTime(1, "2026-03-17 11:00:00");
    expect.verifySteps([]);
});

test("what is past and planned stands out, what is over is muted", async () => {
    mockDate("2026-03-16 12:00:00", 0);
    await mountBoard([makeRecord(1, "Forgotten"), makePlain(2, "Lunch"), makeRecord(3, "To come", {
        start: "2026-03-16 14:00:00", stop: "2026-03-16 15:00:00" })]);
    const getMarks = (id) => ["o_bas_board_overdue", "o_bas_board_muted"].map((name) => findEvent(id).classList.contains(name));
    expect([1, 2, 3].map(getMarks)).toEqual([[true, false], [false, true], [false, false]]);
    expect(findEvent(1).querySelector(".fa-exclamation-circle")).toBeVisible();
});

// ------------------------------------------------------------
// Beside each other
// ------------------------------------------------------------

test("records at one time stand side by side and are marked", async () => {
    await mountBoard([
        makeRecord(1, "Call", { stop: "2026-03-16 11:00:00" }), makeRecord(2, "Visit", { start: "2026-03-16 10:30:00", stop: "2026-03-16 12:00:00" }),
        makeRecord(3, "Later", { start: "2026-03-16 12:00:00", stop: "2026-03-16 13:00:00" }),
    ]);
    const [one, other, later] = [1, 2, 3].map((id) => findEvent(id).getBoundingClientRect());
    expect(one.right <= other.left + 1 || other.right <= one.left + 1).toBe(true);
    expect(later.width).toBeGreaterThan(one.width * 1.5);
    expect(queryAll(".o_event:has(.o_bas_board_overlap)").map(({ dataset }) => dataset.eventId)).toEqual(["1", "2"]);
});

test("of a colleague's private time one sees that it is taken", async () => {
    await mountBoard([makePlain(1, "Busy", { ...NOT_MINE, employee_calendar_id: IHOR, stop: "2026-03-16 12:00:00" })]);
    expect(findEvent(1).querySelector(".o_bas_board_kind")).toHaveClass("fa-lock");
    expect(findEvent(1)).not.toHaveClass("fc-event-draggable");
    await clickEvent(1);
    expect(".o_cw_popover").toHaveCount(1);
    expect(".o_cw_popover button:not(.o_cw_popover_close)").toHaveCount(0);
    await contains(".o_cw_popover_close").click();
    await click(findEvent(1));
    await click(findEvent(1));
    await advanceTime(500);
    await moveEventToTime(1, "2026-03-17 11:00:00");
    expect.verifySteps([]);
});

test("one's own private time is open to oneself", async () => {
    await mountBoard([makePlain(1, "Doctor", { effective_privacy: "private" })]);
    expect(findEvent(1).querySelector(".o_bas_board_kind")).toHaveClass("fa-calendar-o");
    expect(findEvent(1).querySelector(".fa-lock")).toHaveCount(1);
    await moveEventToTime(1, "2026-03-17 11:00:00");
    expect.verifySteps([{ start: "2026-03-17 11:00:00", stop: "2026-03-17 11:30:00", allday: false }]);
});

test("a meeting of two stands in both columns, each person's own records in one", async () => {
    await mountBoard([
        makePlain(1, "Meeting", { bas_calendar_ids: [OLENA, IHOR] }), makeRecord(2, "Visit", { employee_calendar_id: IHOR, start: "2026-03-16 12:00:00", stop: "2026-03-16 13:00:00" }),
    ], { mode: "day" });
    const getDates = (id) => queryAll(`.o_event[data-event-id="${id}"]`).map((event) => event.closest(".fc-timegrid-col").dataset.date);
    expect([1, 2].map(getDates)).toEqual([["2026-03-16", "2026-03-17"], ["2026-03-17"]]);
    await resizeEventToTime(2, "2026-03-17 15:00:00");
    expect.verifySteps([{ start: "2026-03-16 12:00:00", stop: "2026-03-16 15:00:00", allday: false }]);
});

test("a drag in a column is for that person; over two columns it is none", async () => {
    await mountBoard([], { mode: "day" });
    await selectTimeRange("2026-03-17 13:00:00", "2026-03-17 14:30:00");
    expect.verifySteps([["2026-03-16 13:00:00", "2026-03-16 14:30:00", IHOR]]);
    await selectTimeRange("2026-03-16 13:00:00", "2026-03-17 14:30:00");
    expect.verifySteps([]);
});

test("seven people are too many, and the board says so", async () => {
    const calendars = Array.from({ length: 7 }, (_, index) => ({ id: index + 1, name: `Person ${index}`, color: index, is_mine: !index }));
    await mountBoard([makeRecord(1, "Call")], { mode: "day", ticked: calendars.map(({ id }) => id), calendars });
    expect(".o_bas_board_person").toHaveCount(0);
    expect(".o_bas_board_hint").toHaveText("Tick two to six calendars to see people side by side");
    expect(".o_event").toHaveCount(1);
});

test("without a calendar the board is empty, and asks for no records", async () => {
    onRpc("board.event", "search_read", () => expect.step("asked"));
    await mountBoard([makeRecord(1, "Call")], { ticked: [] });
    expect(".o_event").toHaveCount(0);
    expect.verifySteps([]);
    expect(".fc-timegrid-col").toHaveCount(8);
    expect(".fc-non-business").toHaveCount(0);
});

test("hours when nobody works are shaded", async () => {
    await mountBoard([]);
    // before nine and after six on a Monday, all of a Sunday
    expect(".fc-timegrid-col[data-date='2026-03-16'] .fc-non-business").toHaveCount(2);
    expect(".fc-timegrid-col[data-date='2026-03-15'] .fc-non-business").toHaveCount(1);
});

test("a short record is one line with its subject first; a longer one has its hours above, and whom to call", async () => {
    await mountBoard([
        makeRecord(1, "Call"), makeRecord(2, "Visit", { start: "2026-03-17 12:00:00", stop: "2026-03-17 14:00:00", bas_phone: "+380 67 123 45 67" }),
    ], { ticked: [OLENA] });
    expect(queryAllTexts(".o_event[data-event-id='1'] .o_bas_board_text")).toEqual(["Call 10:00"]);
    expect(queryFirst(".o_event[data-event-id='2'] .o_bas_board_lines")).toHaveText("12:00–14:00\nVisit\n+380 67 123 45 67");
    expect(queryFirst(".o_event[data-event-id='2'] .o_bas_board_text")).toHaveAttribute("title", "12:00–14:00 Visit · +380 67 123 45 67");
});
