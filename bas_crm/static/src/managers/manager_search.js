import { makeContext } from "@web/core/context";
import { SearchModel } from "@web/search/search_model";

/** The keys of the context that say what is read; see the server's bas.manager.period.mixin. */
const KEYS = ["indicator", "period", "date", "from", "to"].map((name) => `bas_manager_${name}`);

export function pickManagerContext(context) {
    return Object.fromEntries(KEYS.filter((key) => context[key]).map((key) => [key, context[key]]));
}

/**
 * A search that also knows the indicator and the period: they go along to the other views of the screen, into favourites and
 * back.
 *
 * @template {typeof SearchModel} T
 * @param {T} Base
 * @returns {T}
 */
export const withManagerOptions = (Base) =>
    class extends Base {
        setup() {
            super.setup(...arguments);
            this.managerOptions = {};
        }

        /** What is read, as the screen shows it. */
        get manager() {
            return { bas_manager_indicator: "revenue", bas_manager_period: "custom", ...pickManagerContext(this.context) };
        }

        setManagerOptions(options) {
            const prefixed = Object.entries(options).map(([name, value]) => [`bas_manager_${name}`, value]);
            Object.assign(this.managerOptions, Object.fromEntries(prefixed));
            return this._notify();
        }

        /** A favourite brings its own period. */
        toggleSearchItem(searchItemId) {
            if (this.searchItems[searchItemId].type === "favorite") {
                this.managerOptions = {};
            }
            return super.toggleSearchItem(searchItemId);
        }

        exportState() {
            return { ...super.exportState(), managerOptions: this.managerOptions };
        }

        _importState(state) {
            super._importState(state);
            this.managerOptions = state.managerOptions || {};
        }

        _getContext() {
            return makeContext([super._getContext(), this.managerOptions]);
        }
    };

export class ManagerSearchModel extends withManagerOptions(SearchModel) {}
