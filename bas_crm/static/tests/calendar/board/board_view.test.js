import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { clickEvent } from "@web/../tests/views/calendar/calendar_test_helpers";
import { contains, defineModels, mockService, mountView, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { BoardCalendar, BoardRecord } from "./board_models";

const record = (id, name, rest = {}) => ({
    id, name, start: "2026-03-16 10:00:00", stop: "2026-03-16 11:00:00", bas_kind: "event", bas_category: "planned",
    employee_calendar_id: 1, user_can_edit: true, effective_privacy: "public", recurrency: false,
    bas_takes_time: true, can_finish: true, can_call_off: true, ...rest,
});

class EmployeeCalendar extends BoardCalendar {
    _records = [{ id: 1, name: "Olena" }];
}

class BoardEvent extends BoardRecord {
    _records = [record(1, "Call"), record(2, "Own time", { bas_kind: false, bas_category: false, can_finish: false, can_call_off: false }),
        record(3, "A colleague's call", { start: "2026-03-16 13:00:00", stop: "2026-03-16 14:00:00", can_finish: false, can_call_off: false })];
    _views = {
        calendar: `
            <calendar js_class="bas_board" date_start="start" date_stop="stop" all_day="allday" mode="week" event_open_popup="1" quick_create="1">
                <field name="employee_calendar_id" filters="1" write_model="bas.employee.calendar.filter" write_field="calendar_id"/>
                <field name="bas_kind" invisible="1"/>
                <field name="bas_category" invisible="1"/>
                <field name="recurrency" invisible="1"/>
                <field name="effective_privacy" invisible="1"/>
                <field name="user_id" invisible="1"/>
                <field name="user_can_edit" invisible="1"/>
                <field name="bas_takes_time" invisible="1"/>
                <field name="can_finish" invisible="1"/>
                <field name="can_call_off" invisible="1"/>
            </calendar>`,
    };
}

defineMailModels();
defineModels([BoardEvent, EmployeeCalendar]);
describe.current.tags("desktop");
beforeEach(() => mockDate("2026-03-16 08:10:00", 0));

async function mount() {
    onRpc("bas.employee.calendar", "get_board_calendars", () => [
        { id: 1, name: "Olena", color: 3, checked: true, is_mine: true, partner_id: false }]);
    onRpc("bas.employee.calendar", "get_working_hours", () => []);
    onRpc("board.event", "get_unusual_days", () => ({}));
    for (const method of ["action_document_done", "action_document_cancel", "action_open_document"]) {
        onRpc("board.event", method, ({ args }) => {
            expect.step([method, args[0]]);
            return { type: "ir.actions.act_window", name: "Document" };
        });
    }
    onRpc("board.event", "unlink", ({ args }) => {
        expect.step(["unlink", args[0]]);
        return true;
    });
    mockService("action", { doAction: ({ name, res_model = "" }) => expect.step(`${name} ${res_model}`.trim()) });
    await mountView({ type: "calendar", resModel: "board.event" });
}

test("what takes time at once is marked, also beside a whole day", async () => {
    BoardEvent._records = [
        record(1, "Call", { stop: "2026-03-16 10:30:00" }),
        record(2, "Meeting", { start: "2026-03-16 10:15:00" }),
        record(3, "Done", { bas_category: "done", bas_takes_time: false }),
        record(4, "Night call", { start: "2026-03-17 22:00:00", stop: "2026-03-17 23:00:00" }),
        record(5, "Holiday", { start: "2026-03-17 08:00:00", stop: "2026-03-17 18:00:00", allday: true }),
        record(6, "Alone", { start: "2026-03-18 10:00:00", stop: "2026-03-18 11:00:00" }),
    ];
    await mount();
    const marked = [...document.querySelectorAll(".fc-event")].filter((event) =>
        event.querySelector(".o_bas_board_overlap")).map((event) => Number(event.dataset.eventId));
    expect(marked.toSorted()).toEqual([1, 2, 4, 5]);
});

test("New opens the short form", async () => {
    await mount();
    await contains(".o_bas_board_new").click();
    expect.verifySteps(["New in the Calendar bas.calendar.entry"]);
});

test("a planned document is done from its popover", async () => {
    await mount();
    await clickEvent(1);
    await contains(".o_bas_board_button_done").click();
    await animationFrame();
    expect.verifySteps([["action_document_done", [1]]]);
    expect(".o_cw_popover").toHaveCount(0);
});

test("it is opened", async () => {
    await mount();
    await clickEvent(1);
    await contains(".o_bas_board_button_open").click();
    await animationFrame();
    expect.verifySteps([["action_open_document", [1]], "Document"]);
});

test("it is cancelled after a question", async () => {
    await mount();
    await clickEvent(1);
    expect(".o_cw_popover_delete").toHaveCount(0, { message: "a document is not deleted" });
    await contains(".o_bas_board_button_cancel").click();
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect.verifySteps([["action_document_cancel", [1]]]);
});

test("who may not change the document only opens it", async () => {
    await mount();
    await clickEvent(3);
    expect(".o_bas_board_button_done, .o_bas_board_button_cancel").toHaveCount(0);
    expect(".o_bas_board_button_open").toHaveCount(1);
});

test("what is no document is deleted, and has no other buttons", async () => {
    await mount();
    await clickEvent(2);
    expect(".o_bas_board_button_done, .o_bas_board_button_cancel").toHaveCount(0);
    await contains(".o_cw_popover_delete").click();
    await contains(".modal .btn-primary, .modal .btn-danger").click();
    await animationFrame();
    expect.verifySteps([["unlink", [2]]]);
});

for (const [title, getUser, count] of [
    ["its organizer deletes a meeting", () => serverState.userId, 1],
    ["a guest does not delete it for all", () => serverState.odoobotUid, 0],
]) {
    test(title, async () => {
        BoardEvent._records = [record(2, "Meeting", {
            bas_kind: false, bas_category: false, can_finish: false, can_call_off: false, user_id: getUser(),
        })];
        await mount();
        await clickEvent(2);
        expect(".o_cw_popover_delete").toHaveCount(count);
    });
}
