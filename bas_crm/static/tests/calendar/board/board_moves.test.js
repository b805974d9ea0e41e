import { BoardModel } from "@bas_crm/calendar/board/board_model";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { changeScale, findEvent, moveEventToTime, navigate, pickDate } from "@web/../tests/views/calendar/calendar_test_helpers";
import { contains, defineModels, makeServerError, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { BoardCalendar, BoardRecord, IHOR, makeRecord, mountBoard, OLENA } from "./board_models";

defineMailModels();
defineModels([BoardRecord, BoardCalendar]);
describe.current.tags("desktop");
beforeEach(() => mockDate("2026-03-16 08:10:00", 0));

const TWO = [makeRecord(1, "Call"), makeRecord(2, "Visit", {
    start: "2026-03-16 12:00:00", stop: "2026-03-16 13:00:00", employee_calendar_id: IHOR })];
const mount = (mode, ticked, records = TWO) => mountBoard(records, { mode, ticked });

const undo = async () => {
    await contains(".o_notification button:contains(Undo)").click();
    await animationFrame();
};
const getHead = () => [...document.querySelectorAll(".o_bas_board_person")].map((el) => el.textContent.trim());

test("a drag tells where the record is now, and its message takes it back", async () => {
    await mount();
    await moveEventToTime(1, "2026-03-17 11:00:00");
    expect.verifySteps([{ start: "2026-03-17 11:00:00", stop: "2026-03-17 11:30:00", allday: false }]);
    expect(".o_notification:contains(Moved to Tue, March 17)").toHaveCount(1);
    await undo();
    expect.verifySteps([{ start: "2026-03-16 10:00:00", stop: "2026-03-16 10:30:00", allday: false }]);
    expect(".o_notification:contains(Put back to Mon, March 16)").toHaveCount(1);
});

test("what somebody has changed since stays as it is", async () => {
    await mount();
    await moveEventToTime(1, "2026-03-17 11:00:00");
    expect.verifySteps([{ start: "2026-03-17 11:00:00", stop: "2026-03-17 11:30:00", allday: false }]);
    onRpc("board.event", "search_read", ({ parent, kwargs }) => {
        const rows = parent();
        return kwargs.context?.active_test === false ? rows.map((row) => ({ ...row, start: "2026-03-18 09:00:00" })) : rows;
    });
    await undo();
    expect.verifySteps([]);
    expect(".o_notification:contains(has been changed since)").toHaveCount(1);
});

test("of a series the record that stands there now goes back", async () => {
    await mount("week", undefined, [makeRecord(1, "Meeting", { recurrency: true, bas_kind: false })]);
    patchWithCleanup(BoardModel.prototype, {
        findMoved(before, change) {
            expect.step(["found", super.findMoved(before, { ...change, id: 77 })?.id]);
            return super.findMoved(before, { ...change, id: 77 });
        },
    });
    await moveEventToTime(1, "2026-03-17 11:00:00");
    await contains(".modal input[value=all_events]").click();
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect.verifySteps([
        { start: "2026-03-17 11:00:00", stop: "2026-03-17 11:30:00", allday: false, recurrence_update: "all_events" },
        ["found", 1]]);
    await undo();
    expect.verifySteps([
        { start: "2026-03-16 10:00:00", stop: "2026-03-16 10:30:00", allday: false, recurrence_update: "all_events" }]);
});

test("what is refused returns to its place and leaves no message", async () => {
    expect.errors(1);
    await mount();
    onRpc("board.event", "write", () => {
        throw makeServerError({ message: "It is for Ihor to plan" });
    });
    await moveEventToTime(2, "2026-03-17 11:00:00");
    await animationFrame();
    expect.verifyErrors(["It is for Ihor to plan"]);
    expect(".o_notification").toHaveCount(0);
    expect(".modal:contains(It is for Ihor to plan)").toHaveCount(1);
    expect(findEvent(2).closest(".fc-timegrid-col").dataset.date).toBe("2026-03-16");
});

test("the day opens on today, whatever week was looked at", async () => {
    await mount("week", [OLENA]);
    await navigate("next");
    await changeScale("day");
    expect(".o_calendar_header h5").toHaveText("16 March 2026");
    await navigate("next");
    await changeScale("week");
    await changeScale("day");
    expect(".o_calendar_header h5").toHaveText("17 March 2026", { message: "a day one has come to is kept" });
    await pickDate("2026-03-25");
    await changeScale("day");
    expect(".o_calendar_header h5").toHaveText("25 March 2026", { message: "and one that was picked" });
});

test("a short record is taken anywhere and stretched by its lowest pixels", async () => {
    await mount();
    expect(findEvent(1)).toHaveClass("o_bas_short");
    expect(findEvent(2)).not.toHaveClass("o_bas_short");
});

test("ticked people stand side by side in a day, each with their records and hours", async () => {
    await mount("day");
    expect(getHead()).toEqual(["My Calendar", "Ihor"]);
    const columnOf = (id) => findEvent(id).closest(".fc-timegrid-col").dataset.date;
    expect([columnOf(1), columnOf(2)]).toEqual(["2026-03-16", "2026-03-17"]);
    expect(".fc-non-business").toHaveCount(4);
});

test("a click in a column is for that person", async () => {
    await mount("day");
    const column = document.querySelector(".fc-timegrid-col[data-date='2026-03-17']").getBoundingClientRect();
    await contains(".fc-timegrid-slot-lane[data-time='15:00:00']").click({
        position: { x: column.x + column.width / 2 }, relative: false });
    await animationFrame();
    expect.verifySteps([["2026-03-16 15:00:00", undefined, IHOR]]);
});

test("from one column to another a record goes to that person, and back", async () => {
    await mount("day");
    await moveEventToTime(1, "2026-03-17 14:00:00");
    expect.verifySteps([
        { start: "2026-03-16 14:00:00", stop: "2026-03-16 14:30:00", allday: false, employee_calendar_id: IHOR }]);
    expect(".o_notification:contains(Ihor)").toHaveCount(1);
    await undo();
    expect.verifySteps([
        { start: "2026-03-16 10:00:00", stop: "2026-03-16 10:30:00", allday: false, employee_calendar_id: OLENA }]);
});

test("who has passed his record on cannot take it back, and is told so", async () => {
    await mount("day");
    onRpc("board.event", "search_read", ({ parent }) => parent().map((row) => ({ ...row, can_finish: row.id !== 1 })));
    await moveEventToTime(1, "2026-03-17 14:00:00");
    expect.verifySteps([
        { start: "2026-03-16 14:00:00", stop: "2026-03-16 14:30:00", allday: false, employee_calendar_id: IHOR }]);
    expect(".o_notification:contains(Only they or the head of sales)").toHaveCount(1);
    expect(".o_notification button:contains(Undo)").toHaveCount(0);
});

test("within a column the hours change alone", async () => {
    await mount("day", undefined, [makeRecord(1, "Call", { employee_calendar_id: IHOR, bas_calendar_ids: [IHOR] })]);
    await moveEventToTime(1, "2026-03-17 15:00:00");
    expect.verifySteps([{ start: "2026-03-16 15:00:00", stop: "2026-03-16 15:30:00", allday: false }]);
});

test("a guest's column shows a meeting and does not pass it on", async () => {
    await mount("day", undefined, [makeRecord(1, "Meeting", { bas_calendar_ids: [OLENA, IHOR], employee_calendar_id: IHOR })]);
    expect(".fc-event[data-event-id='1']").toHaveCount(2);
    await moveEventToTime(1, "2026-03-17 14:00:00");
    expect.verifySteps([]);
    expect(".o_notification:contains(drag it from that column)").toHaveCount(1);
});

test("of what began the day before the whole is moved", async () => {
    await mount("day", undefined, [makeRecord(1, "Night shift", { start: "2026-03-15 22:00:00", stop: "2026-03-16 09:00:00" })]);
    // It is taken a quarter below its edge.
    await moveEventToTime(1, "2026-03-16 01:00:00");
    expect.verifySteps([{ start: "2026-03-15 23:15:00", stop: "2026-03-16 10:15:00", allday: false }]);
});

test("one person has the day alone", async () => {
    onRpc("bas.employee.calendar", "set_checked", () => true);
    const checked = [OLENA];
    await mount("day", checked);
    checked.push(IHOR);
    expect(".o_bas_board_person, .o_bas_board_hint").toHaveCount(0);
    await contains(".o_calendar_filter_item[data-value='2'] input").click();
    await advanceTime(1000);
    await animationFrame();
    expect(getHead()).toEqual(["My Calendar", "Ihor"]);
});
