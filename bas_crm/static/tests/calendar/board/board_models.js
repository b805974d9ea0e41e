import { expect } from "@odoo/hoot";
import { fields, mockService, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

/** The board, as far as its calendar asks for it: three people, of whom the first is the user. */
export const OLENA = 1;
export const IHOR = 2;
export const PETRO = 3;
const CALENDARS = [
    { id: OLENA, name: "Olena", color: 3, is_mine: true, partner_id: 11 },
    { id: IHOR, name: "Ihor", color: 4, is_mine: false, partner_id: 12 },
    { id: PETRO, name: "Petro", color: 5, is_mine: false, partner_id: 13 },
];

export class BoardCalendar extends models.Model {
    _name = "bas.employee.calendar";

    name = fields.Char();

    _records = CALENDARS.map(({ id, name }) => ({ id, name }));
}

export class BoardRecord extends models.Model {
    _name = "board.event";

    name = fields.Char();
    start = fields.Datetime();
    stop = fields.Datetime();
    duration = fields.Float();
    partner_ids = fields.Many2many({ relation: "res.partner" });
    user_id = fields.Many2one({ relation: "res.users" });
    employee_calendar_id = fields.Many2one({ relation: "bas.employee.calendar" });
    bas_calendar_ids = fields.Many2many({ relation: "bas.employee.calendar" });
    bas_kind = fields.Char();
    bas_category = fields.Char();
    bas_phone = fields.Char();
    recurrency = fields.Boolean();
    recurrence_update = fields.Char();
    effective_privacy = fields.Char();
    user_can_edit = fields.Boolean();
    bas_takes_time = fields.Boolean();
    can_finish = fields.Boolean();
    can_call_off = fields.Boolean();
    allday = fields.Boolean();

    has_access() {
        return true;
    }
}

const getHours = ({ start, stop }) => luxon.DateTime.fromSQL(stop).diff(luxon.DateTime.fromSQL(start), "hours").hours;

/** A planned call of Olena's at ten on Monday, 16 March 2026. */
export const makeRecord = (id, name, rest = {}) => ({
    id, name, start: "2026-03-16 10:00:00", stop: "2026-03-16 10:30:00", bas_kind: "call", bas_category: "planned",
    employee_calendar_id: OLENA, bas_calendar_ids: [rest.employee_calendar_id || OLENA], user_can_edit: true,
    effective_privacy: "public", recurrency: false, bas_takes_time: true, can_finish: true, can_call_off: true, ...rest,
});

/** An entry of the calendar that no document stands behind. */
export const makePlain = (id, name, rest = {}) => makeRecord(id, name, {
    bas_kind: false, bas_category: false, can_finish: false, can_call_off: false, ...rest,
});

const FIELDS = ["bas_kind", "bas_category", "bas_phone", "recurrency", "effective_privacy", "user_id", "user_can_edit", "bas_takes_time",
    "can_finish", "can_call_off", "bas_calendar_ids"].map((name) => `<field name="${name}" invisible="1"/>`).join("");

/** What the server would be asked is told as a step: the times of a write, or the context of the short form. */
function listen() {
    onRpc("board.event", "write", ({ args }) => {
        const { duration, ...values } = args[1];
        expect.step(values);
    });
    onRpc("board.event", "action_open_document", ({ args }) => ({ type: "ir.actions.act_window", name: `Document ${args[0]}` }));
    mockService("action", {
        doAction({ name, res_model, context }, options) {
            if (res_model !== "bas.calendar.entry") {
                return expect.step(name);
            }
            const { default_start, default_stop, default_employee_calendar_id } = context;
            expect.step([default_start, default_stop, default_employee_calendar_id]);
            options.onClose();
        },
    });
}

/**
 * @param {Object[]} records
 * @param {number[]} [options.ticked] calendars, as the server remembers them
 * @param {string} [options.attributes] of the view
 */
export async function mountBoard(records, { mode = "week", ticked = [OLENA, IHOR], calendars = CALENDARS, attributes = "" } = {}) {
    BoardRecord._records = records.map((record) => ({ ...record, duration: getHours(record) }));
    onRpc("bas.employee.calendar", "get_board_calendars", () =>
        calendars.map((calendar) => ({ ...calendar, checked: ticked.includes(calendar.id) })));
    onRpc("bas.employee.calendar", "get_working_hours", () => [{ daysOfWeek: [1, 2, 3, 4, 5], startTime: "09:00", endTime: "18:00" }]);
    onRpc("bas.employee.calendar", "get_working_hours_of_each", () => ({
        [OLENA]: [{ daysOfWeek: [0, 1], startTime: "09:00", endTime: "18:00" }],
        [IHOR]: [{ daysOfWeek: [0, 1], startTime: "12:00", endTime: "20:00" }],
    }));
    onRpc("board.event", "get_unusual_days", () => ({}));
    listen();
    await mountView({
        type: "calendar",
        resModel: "board.event",
        arch: `
            <calendar js_class="bas_board" date_start="start" date_stop="stop" date_delay="duration" all_day="allday" mode="${mode}"
                      scales="day,week,month" event_open_popup="1" quick_create="1" ${attributes}>
                <field name="employee_calendar_id" filters="1" write_model="bas.employee.calendar.filter" write_field="calendar_id"/>
                ${FIELDS}
            </calendar>`,
    });
}
