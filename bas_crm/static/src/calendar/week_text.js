import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";

/** FullCalendar knows the word in few languages only. It takes the width of the hours' column from it. */
const getWeekText = ({ num }) => _t("Week %s", num).toString();

// The hint of a week's number, in any calendar: FullCalendar takes it from its catalogue of languages only.
patch(CalendarCommonRenderer.prototype, {
    get options() {
        const code = luxon.Settings.defaultLocale.toLowerCase();
        return { ...super.options, locales: [{ code, weekTextLong: _t("Week").toString() }] };
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
