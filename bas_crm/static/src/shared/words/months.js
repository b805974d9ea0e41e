import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";

const { DateTime } = luxon;

/** Month in a date («листопада») → month on its own («листопад»), in languages that distinguish them. */
function getMonthNames() {
    const months = Array.from({ length: 12 }, (_empty, index) => DateTime.local(2026, index + 1, 1));
    const names = months.map((date) => [date.toFormat("MMMM"), date.toFormat("LLLL")]);
    return Object.fromEntries(names.filter(([inDate, alone]) => inDate !== alone));
}

/** @returns {string} the text with months in the nominative */
export function nameMonths(text) {
    const names = getMonthNames();
    return text.replace(/\p{L}+/gu, (word) => names[word] || word);
}

// The months of a filter are shown without a day: in its menu and in the search bar.
patch(SearchModel.prototype, {
    _enrichItem(searchItem) {
        const item = super._enrichItem(...arguments);
        if (item?.type === "dateFilter") {
            item.options = item.options.map((option) => ({ ...option, description: nameMonths(`${option.description}`) }));
        }
        return item;
    },

    _getDateFilterDomain(dateFilter, generatorIds, key) {
        const result = super._getDateFilterDomain(...arguments);
        return key === "description" ? nameMonths(result) : result;
    },
});
