import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";

/** FullCalendar knows the word in few languages only. It takes the width of the hours' column from it. */
const getWeekText = ({ num }) => _t("Week %s", num).toString();

/** from how many milliseconds on a record may be stretched at its beginning, too */
const LONG_ENOUGH = 60 * 60 * 1000;

/** The user's language of FullCalendar as it is, with the word for a week where FullCalendar left it in English. */
export function completeLanguage() {
    const code = luxon.Settings.defaultLocale.toLowerCase();
    const languages = globalThis.FullCalendar?.globalLocales ?? [];
    const known = [code, code.split("-")[0]].map((one) => languages.find((language) => language.code === one)).find(Boolean);
    return known && !known.weekTextLong ? [{ ...known, code, weekTextLong: _t("Week").toString() }] : [];
}

// The hint of a week's number, in any calendar: FullCalendar reads its option `weekTextLong` from the language only.
patch(CalendarCommonRenderer.prototype, {
    get options() {
        const locales = completeLanguage();
        return { ...super.options, ...(locales.length ? { locales } : {}) };
    },
});

/** Core's days and weeks, with the number of the week in the language of the user. */
export class WeekTextRenderer extends CalendarCommonRenderer {
    get options() {
        const isMonth = this.props.model.scale === "month";
        return { ...super.options, ...(isMonth ? {} : { weekNumberContent: getWeekText }) };
    }

    /** A short record has no room for two edges beside what it is taken by. */
    eventClassNames({ event }) {
        const isShort = event.end - event.start < LONG_ENOUGH;
        return [...super.eventClassNames(...arguments), ...(isShort ? ["o_bas_short"] : [])];
    }
}
