import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";

const { DateTime } = luxon;

/** Month as it stands in a date («листопада») → as it stands alone («листопад»), where the language tells them apart. */
function getMonthNames() {
    const months = Array.from({ length: 12 }, (_empty, index) => DateTime.local(2026, index + 1, 1));
    const names = months.map((date) => [date.toFormat("MMMM"), date.toFormat("LLLL")]);
    return Object.fromEntries(names.filter(([inDate, alone]) => inDate !== alone));
}

/** @returns {string} the text with its months in the nominative */
export function nameMonths(text) {
    const names = getMonthNames();
    return text.replace(/\p{L}+/gu, (word) => names[word] || word);
}

// The months of a filter stand alone: in its menu, and in the search bar when one is chosen.
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
