import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";

/** FullCalendar knows the word in few languages only. It takes the width of the hours' column from it. */
const getWeekText = ({ num }) => _t("Week %s", num).toString();

// The hint of a number of a week, in any calendar.
patch(CalendarCommonRenderer.prototype, {
    get options() {
        return { ...super.options, weekTextLong: _t("Week").toString() };
    },
});

/** Core's days and weeks, with the number of the week in the language of the user. */
export class WeekTextRenderer extends CalendarCommonRenderer {
    get options() {
        const isMonth = this.props.model.scale === "month";
        return { ...super.options, ...(isMonth ? {} : { weekNumberContent: getWeekText }) };
    }
}

class PlainCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: WeekTextRenderer,
        week: WeekTextRenderer,
        month: WeekTextRenderer,
    };
}

registry.category("views").add("bas_calendar", { ...calendarView, Renderer: PlainCalendarRenderer });
