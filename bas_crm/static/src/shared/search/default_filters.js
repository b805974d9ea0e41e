import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";

/**
 * A default filter of our menus is replaced when the user chooses another filter of its group: who chooses «Done» beside
 * «Planned» wants only «Done». Further filters are added, as everywhere in Odoo.
 */
patch(SearchModel.prototype, {
    toggleSearchItem(searchItemId) {
        const item = this.searchItems[searchItemId];
        const isOn = this.query.some((element) => element.searchItemId === searchItemId);
        const isOurs = `${this.env.config?.actionXmlId}`.startsWith("bas_crm.");
        if (isOurs && item.type === "filter" && !item.isDefault && !isOn) {
            this.dropDefaults(item.groupId);
        }
        return super.toggleSearchItem(searchItemId);
    },

    /** Remove the filters of a group from the search if all of them are defaults. */
    dropDefaults(groupId) {
        const isOfGroup = ({ searchItemId }) => this.searchItems[searchItemId].groupId === groupId;
        const active = this.query.filter(isOfGroup);
        if (active.every(({ searchItemId }) => this.searchItems[searchItemId].isDefault)) {
            this.query = this.query.filter((element) => !isOfGroup(element));
        }
    },
});
