import { completeLanguage } from "@bas_crm/calendar/calendar_view/week_text";
import { expect, test } from "@odoo/hoot";
import { patchTranslations, patchWithCleanup, preloadBundle } from "@web/../tests/web_test_helpers";

preloadBundle("web.fullcalendar_lib");

test("core's calendars keep the words of their language", () => {
    patchTranslations();
    const speak = (defaultLocale) => {
        patchWithCleanup(luxon.Settings, { defaultLocale });
        return completeLanguage();
    };
    const [ukrainian] = speak("uk-UA");
    expect(ukrainian.code).toBe("uk-ua");
    expect(ukrainian.weekTextLong).toBe("Week");
    expect(ukrainian.moreLinkText(2)).toBe("+ще 2...");
    expect(ukrainian.allDayText).toBe("Увесь день");
    expect(speak("de-DE")).toEqual([], { message: "FullCalendar has the word itself" });
    expect(speak("en-US")).toEqual([]);
});
