import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";

/**
 * A filter that a menu of ours sets gives way to another of its kind: who chooses «Done» beside «Planned» means done.
 * Further ones are added, as in all of Odoo.
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

    /** Take the filters of a group out of the search, where all of them are there by default. */
    dropDefaults(groupId) {
        const isOfGroup = ({ searchItemId }) => this.searchItems[searchItemId].groupId === groupId;
        const active = this.query.filter(isOfGroup);
        if (active.every(({ searchItemId }) => this.searchItems[searchItemId].isDefault)) {
            this.query = this.query.filter((element) => !isOfGroup(element));
        }
    },
});
