import { registry } from "@web/core/registry";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";
import { withMoveBack } from "./move_back";
import { withChosenDay, withDayOnToday } from "./today";
import { WeekTextRenderer } from "./week_text";

class PlainCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: WeekTextRenderer,
        week: WeekTextRenderer,
        month: WeekTextRenderer,
    };
}

registry.category("views").add("bas_calendar", {
    ...calendarView,
    Controller: withDayOnToday(CalendarController),
    Model: withChosenDay(withMoveBack(CalendarModel)),
    Renderer: PlainCalendarRenderer,
});
