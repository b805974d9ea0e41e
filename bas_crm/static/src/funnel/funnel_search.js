import { makeContext } from "@web/core/context";
import { SearchModel } from "@web/search/search_model";

/** The keys of the context that say which funnel is read; see the server's bas.funnel.mixin. */
const KEYS = ["reading", "period", "from", "to", "as_of", "type"].map((name) => `bas_funnel_${name}`);

export function pickFunnelContext(context) {
    return Object.fromEntries(KEYS.filter((key) => context[key]).map((key) => [key, context[key]]));
}

/**
 * A search that also knows which funnel is read: it goes along to the other views of the screen, into favourites and back.
 *
 * @template {typeof SearchModel} T
 * @param {T} Base
 * @returns {T}
 */
export const withFunnelOptions = (Base) =>
    class extends Base {
        setup() {
            super.setup(...arguments);
            this.funnelOptions = {};
        }

        /** What is read, as the screen shows it. */
        get funnel() {
            return { bas_funnel_reading: "cohort", bas_funnel_period: "custom", ...pickFunnelContext(this.context) };
        }

        /** The type of orders that the server has chosen, where nobody else has. */
        showFunnelType(type) {
            if (this.shownFunnelType !== type) {
                this.shownFunnelType = type;
                this.trigger("funnel-type-shown");
            }
        }

        setFunnelOptions(options) {
            const prefixed = Object.entries(options).map(([name, value]) => [`bas_funnel_${name}`, value]);
            Object.assign(this.funnelOptions, Object.fromEntries(prefixed));
            return this._notify();
        }

        /** A favourite brings its own funnel. */
        toggleSearchItem(searchItemId) {
            if (this.searchItems[searchItemId].type === "favorite") {
                this.funnelOptions = {};
            }
            return super.toggleSearchItem(searchItemId);
        }

        /** Other views go on with the type of orders that was drawn, chosen or not. */
        exportState() {
            const shown = this.shownFunnelType ? { bas_funnel_type: this.shownFunnelType } : {};
            return { ...super.exportState(), funnelOptions: { ...shown, ...this.funnelOptions } };
        }

        _importState(state) {
            super._importState(state);
            this.funnelOptions = state.funnelOptions || {};
        }

        _getContext() {
            return makeContext([super._getContext(), this.funnelOptions]);
        }
    };

export class FunnelSearchModel extends withFunnelOptions(SearchModel) {}
