import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { clickEvent } from "@web/../tests/views/calendar/calendar_test_helpers";
import { contains, defineModels, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { BoardCalendar, BoardRecord, makePlain, makeRecord, mountBoard, OLENA } from "./board_models";

defineMailModels();
defineModels([BoardRecord, BoardCalendar]);
describe.current.tags("desktop");
beforeEach(() => mockDate("2026-03-16 08:10:00", 0));

const HOUR = { stop: "2026-03-16 11:00:00" };
const THREE = [
    makeRecord(1, "Call", HOUR), makePlain(2, "Own time", HOUR),
    makeRecord(3, "A colleague's call", { start: "2026-03-16 13:00:00", stop: "2026-03-16 14:00:00", can_finish: false, can_call_off: false })];

async function mount(records = THREE) {
    for (const method of ["action_document_done", "action_document_cancel"]) {
        onRpc("board.event", method, ({ args }) => {
            expect.step([method, args[0]]);
            return true;
        });
    }
    onRpc("board.event", "unlink", ({ args }) => {
        expect.step(["unlink", args[0]]);
        return true;
    });
    await mountBoard(records, { ticked: [OLENA] });
}

test("what takes time at once is marked, also beside a whole day", async () => {
    await mount([
        makeRecord(1, "Call", { stop: "2026-03-16 10:30:00" }),
        makeRecord(2, "Meeting", { start: "2026-03-16 10:15:00" }),
        makeRecord(3, "Done", { bas_category: "done", bas_takes_time: false }),
        makeRecord(4, "Night call", { start: "2026-03-17 22:00:00", stop: "2026-03-17 23:00:00" }),
        makeRecord(5, "Holiday", { start: "2026-03-17 08:00:00", stop: "2026-03-17 18:00:00", allday: true }),
        makeRecord(6, "Alone", { start: "2026-03-18 10:00:00", stop: "2026-03-18 11:00:00" }),
    ]);
    const marked = [...document.querySelectorAll(".fc-event")].filter((event) =>
        event.querySelector(".o_bas_board_overlap")).map((event) => Number(event.dataset.eventId));
    expect(marked.toSorted()).toEqual([1, 2, 4, 5]);
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
    expect.verifySteps(["Document 1"]);
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
        await mount([makePlain(2, "Meeting", { ...HOUR, user_id: getUser() })]);
        await clickEvent(2);
        expect(".o_cw_popover_delete").toHaveCount(count);
    });
}
