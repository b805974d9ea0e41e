import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { SampleServer } from "@web/model/sample_server";

/** Sample data of core's empty views: business terms instead of «Volutpat blandit». */
const getWords = () => ({
    SAMPLE_COUNTRIES: [_t("Ukraine"), _t("Poland"), _t("Slovakia"), _t("Romania"), _t("Moldova")],
    SAMPLE_PEOPLE: [_t("Olena Koval"), _t("Taras Honchar"), _t("Mariia Levchenko"), _t("Andrii Bondar"), _t("Iryna Melnyk")],
    SAMPLE_TEXTS: [
        _t("Tables for a café"), _t("Repair of an office"), _t("Delivery of goods"), _t("Assembly of furniture"), _t("Yearly service"),
    ],
});

registry.category("services").add("bas_sample_words", {
    dependencies: ["localization"], // translations are loaded after the code

    start() {
        for (const [name, words] of Object.entries(getWords())) {
            SampleServer[name].splice(0, SampleServer[name].length, ...words.map(String));
        }
    },
});
