import { onWillStart } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";

/** FullCalendar has this word in few languages only, and uses it for the width of the hours column. */
const getWeekText = ({ num }) => _t("Week %s", num).toString();

/** minimum length in milliseconds of a record that can be resized at its beginning too */
const LONG_ENOUGH = 60 * 60 * 1000;

/** Add the word for a week to FullCalendar's locale of the user's language, if it is missing there. */
export function completeLanguage() {
    const code = luxon.Settings.defaultLocale.toLowerCase();
    const languages = globalThis.FullCalendar?.globalLocales ?? [];
    const known = [code, code.split("-")[0]].map((one) => languages.find((language) => language.code === one)).find(Boolean);
    return known && !known.weekTextLong ? [{ ...known, code, weekTextLong: _t("Week").toString() }] : [];
}

// The tooltip of a week's number in all calendars: FullCalendar reads `weekTextLong` only from the locale.
patch(CalendarCommonRenderer.prototype, {
    setup() {
        // The options are read before FullCalendar and its locales are loaded.
        this.languages = [];
        super.setup();
        onWillStart(async () => {
            await loadBundle("web.fullcalendar_lib");
            this.languages.push(...completeLanguage());
        });
    },

    get options() {
        return { ...super.options, locales: this.languages };
    },
});

/** Core's day and week views with the week number in the user's language. */
export class WeekTextRenderer extends CalendarCommonRenderer {
    get options() {
        const isMonth = this.props.model.scale === "month";
        return { ...super.options, ...(isMonth ? {} : { weekNumberContent: getWeekText }) };
    }

    /** A short record has no room for two resizable edges and an area to drag it. */
    eventClassNames({ event }) {
        const isShort = event.end - event.start < LONG_ENOUGH;
        return [...super.eventClassNames(...arguments), ...(isShort ? ["o_bas_short"] : [])];
    }
}
