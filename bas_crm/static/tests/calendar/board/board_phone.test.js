import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { clickEvent, moveEventToTime, navigate } from "@web/../tests/views/calendar/calendar_test_helpers";
import { contains, defineModels } from "@web/../tests/web_test_helpers";
import { BoardCalendar, BoardRecord, IHOR, makeRecord, mountBoard, OLENA, PETRO } from "./board_models";

defineMailModels();
defineModels([BoardRecord, BoardCalendar]);
describe.current.tags("mobile");
beforeEach(() => mockDate("2026-03-16 08:10:00", 0));

const getHead = () => queryAllTexts(".o_bas_board_person");
const VISIT = makeRecord(2, "Visit", { employee_calendar_id: PETRO, start: "2026-03-16 09:00:00", stop: "2026-03-16 10:00:00" });

test("a phone opens on a day with two people, and turns the page to the others", async () => {
    await mountBoard([makeRecord(1, "Call"), VISIT], { ticked: [OLENA, IHOR, PETRO] });
    expect(getHead()).toEqual(["My Calendar", "Ihor"]);
    expect(".o_bas_board_pages").toHaveText("1–2 of 3");
    expect(".o_event").toHaveCount(1);
    await contains(".o_bas_board_next").click();
    expect(getHead()).toEqual(["Petro"]);
    expect(".o_event[data-event-id='2']").toHaveCount(1);
    expect(".o_bas_board_next").not.toBeEnabled();
    await contains(".o_bas_board_previous").click();
    expect(getHead()).toEqual(["My Calendar", "Ihor"]);
});

test("the next day has the same people", async () => {
    await mountBoard([makeRecord(1, "Call", { start: "2026-03-17 09:00:00", stop: "2026-03-17 10:00:00" })]);
    expect(".o_event").toHaveCount(0);
    await navigate("next");
    expect(getHead()).toEqual(["My Calendar", "Ihor"]);
    expect(".o_event").toHaveCount(1);
});

test("a finger that stays on a record takes it along", async () => {
    await mountBoard([makeRecord(1, "Visit", { stop: "2026-03-16 12:00:00" })], { ticked: [OLENA] });
    await moveEventToTime(1, "2026-03-16 14:00:00");
    await animationFrame();
    // It is taken a quarter below its edge.
    expect.verifySteps([{ start: "2026-03-16 14:15:00", stop: "2026-03-16 16:15:00", allday: false }]);
});

test("a record opens on the whole screen, with its buttons", async () => {
    await mountBoard([makeRecord(1, "Call")], { ticked: [OLENA] });
    await clickEvent(1);
    expect(".modal .o_bas_board_button_done").toHaveCount(1);
    await contains(".modal .o_bas_board_button_open").click();
    await animationFrame();
    expect.verifySteps(["Document 1"]);
});

test("New is at hand", async () => {
    await mountBoard([], { ticked: [OLENA] });
    await contains(".o_bas_board_new").click();
    expect.verifySteps([[undefined, undefined, OLENA]]);
});
