import { nameMonths } from "@bas_crm/shared/words/months";
import { expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

test("a month on its own is in the nominative", () => {
    patchWithCleanup(luxon.Settings, { defaultLocale: "uk-UA" });
    expect(nameMonths("листопада 2026/грудня 2026")).toBe("листопад 2026/грудень 2026");
    expect(nameMonths("IV квартал 2026")).toBe("IV квартал 2026");
    patchWithCleanup(luxon.Settings, { defaultLocale: "en-US" });
    expect(nameMonths("November 2026")).toBe("November 2026");
});
