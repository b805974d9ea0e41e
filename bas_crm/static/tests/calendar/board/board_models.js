import { fields, models } from "@web/../tests/web_test_helpers";

/** The models of the board, as far as its calendar asks for them. */
export class BoardCalendar extends models.Model {
    _name = "bas.employee.calendar";

    name = fields.Char();
}

export class BoardRecord extends models.Model {
    _name = "board.event";

    name = fields.Char();
    start = fields.Datetime();
    stop = fields.Datetime();
    partner_ids = fields.Many2many({ relation: "res.partner" });
    user_id = fields.Many2one({ relation: "res.users" });
    employee_calendar_id = fields.Many2one({ relation: "bas.employee.calendar" });
    bas_calendar_ids = fields.Many2many({ relation: "bas.employee.calendar" });
    bas_kind = fields.Char();
    bas_category = fields.Char();
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
