import { getShownColumns } from "@bas_crm/calendar/board/board_columns";
import { BoardModel } from "@bas_crm/calendar/board/board_model";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { changeScale, findEvent, moveEventToTime, navigate, pickDate } from "@web/../tests/views/calendar/calendar_test_helpers";
import {
    contains, defineModels, makeServerError, mockService, mountView, onRpc, patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { BoardCalendar, BoardRecord } from "./board_models";

const OLENA = 1;
const IHOR = 2;
const PETRO = 3;
const CALENDARS = [
    { id: OLENA, name: "Olena", color: 3, checked: true, is_mine: true, partner_id: 11 },
    { id: IHOR, name: "Ihor", color: 4, checked: true, is_mine: false, partner_id: 12 },
    { id: PETRO, name: "Petro", color: 5, checked: false, is_mine: false, partner_id: 13 },
];

const record = (id, name, rest = {}) => ({
    id, name, start: "2026-03-16 10:00:00", stop: "2026-03-16 10:30:00", bas_kind: "call", bas_category: "planned",
    employee_calendar_id: OLENA, bas_calendar_ids: [OLENA], user_can_edit: true, effective_privacy: "public", recurrency: false,
    bas_takes_time: true, can_finish: true, can_call_off: true, ...rest,
});

class EmployeeCalendar extends BoardCalendar {
    _records = CALENDARS.map(({ id, name }) => ({ id, name }));
}

class BoardEvent extends BoardRecord {
    _records = [record(1, "Call"), record(2, "Visit", {
        start: "2026-03-16 12:00:00", stop: "2026-03-16 13:00:00", employee_calendar_id: IHOR, bas_calendar_ids: [IHOR] })];
}

const FIELDS = ["bas_kind", "bas_category", "recurrency", "effective_privacy", "user_id", "user_can_edit", "bas_takes_time",
    "can_finish", "can_call_off", "bas_calendar_ids"].map((name) => `<field name="${name}" invisible="1"/>`).join("");

defineMailModels();
defineModels([BoardEvent, EmployeeCalendar]);
describe.current.tags("desktop");
beforeEach(() => mockDate("2026-03-16 08:10:00", 0));

async function mount(mode = "week", checked = [OLENA, IHOR]) {
    onRpc("bas.employee.calendar", "get_board_calendars", () =>
        CALENDARS.map((calendar) => ({ ...calendar, checked: checked.includes(calendar.id) })));
    onRpc("bas.employee.calendar", "get_working_hours", () => []);
    onRpc("bas.employee.calendar", "get_working_hours_of_each", () => ({
        [OLENA]: [{ daysOfWeek: [1], startTime: "09:00", endTime: "18:00" }],
        [IHOR]: [{ daysOfWeek: [1], startTime: "12:00", endTime: "20:00" }],
    }));
    onRpc("board.event", "get_unusual_days", () => ({}));
    onRpc("board.event", "write", ({ args }) => {
        expect.step(args[1]);
    });
    mockService("action", {
        doAction: ({ context }) => expect.step([context.default_employee_calendar_id, context.default_start]),
    });
    await mountView({
        type: "calendar",
        resModel: "board.event",
        arch: `
            <calendar js_class="bas_board" date_start="start" date_stop="stop" all_day="allday" mode="${mode}"
                      scales="day,week,month" event_open_popup="1" quick_create="1">
                <field name="employee_calendar_id" filters="1" write_model="bas.employee.calendar.filter" write_field="calendar_id"/>
                ${FIELDS}
            </calendar>`,
    });
}

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
    BoardEvent._records = [record(1, "Meeting", { recurrency: true, bas_kind: false })];
    await mount();
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
    expect.verifySteps([[IHOR, "2026-03-16 15:00:00"]]);
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
    expect(".o_notification:contains(It is theirs now)").toHaveCount(1);
    expect(".o_notification button:contains(Undo)").toHaveCount(0);
});

test("a phone shows two people at once, and the others on the next page", async () => {
    patchWithCleanup(BoardModel.prototype, {
        get shownColumns() {
            return getShownColumns(this.columns, this.firstColumn, true);
        },
    });
    await mount("day", [OLENA, IHOR, PETRO]);
    expect(getHead()).toEqual(["My Calendar", "Ihor"]);
    expect(".o_bas_board_previous").not.toBeEnabled();
    await contains(".o_bas_board_next").click();
    expect(getHead()).toEqual(["Petro"]);
    expect(".o_bas_board_next").not.toBeEnabled();
    await contains(".o_bas_board_previous").click();
    expect(getHead()).toEqual(["My Calendar", "Ihor"]);
});

test("within a column the hours change alone", async () => {
    BoardEvent._records = [record(1, "Call", { employee_calendar_id: IHOR, bas_calendar_ids: [IHOR] })];
    await mount("day");
    await moveEventToTime(1, "2026-03-17 15:00:00");
    expect.verifySteps([{ start: "2026-03-16 15:00:00", stop: "2026-03-16 15:30:00", allday: false }]);
});

test("a guest's column shows a meeting and does not pass it on", async () => {
    BoardEvent._records = [record(1, "Meeting", { bas_calendar_ids: [OLENA, IHOR], employee_calendar_id: IHOR })];
    await mount("day");
    expect(".fc-event[data-event-id='1']").toHaveCount(2);
    await moveEventToTime(1, "2026-03-17 14:00:00");
    expect.verifySteps([]);
    expect(".o_notification:contains(drag it from that column)").toHaveCount(1);
});

test("of what began the day before the whole is moved", async () => {
    BoardEvent._records = [record(1, "Night shift", { start: "2026-03-15 22:00:00", stop: "2026-03-16 09:00:00" })];
    await mount("day");
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
