import { makeContext } from "@web/core/context";

/** Those who see all documents may compare two managers. */
export const COMPARING_GROUP = "sales_team.group_sale_salesman_all_leads";

/**
 * The options of a report are context keys: `prefix` + each of `names`; `defaults` are the options without these keys.
 *
 * @typedef {{ prefix: string, names: string[], defaults: Object }} ReportKeys
 */

/**
 * @param {ReportKeys} keys
 * @param {Object} context
 * @returns {Object} the context keys with options of the report
 */
export function pickReportContext({ prefix, names }, context) {
    const keys = names.map((name) => `${prefix}_${name}`);
    return Object.fromEntries(keys.filter((key) => context[key]).map((key) => [key, context[key]]));
}

/**
 * Add the options of a report to a search model, so that other views of the action and favourites keep them.
 *
 * @template {typeof SearchModel} T
 * @param {T} Base
 * @param {ReportKeys} keys
 * @returns {T}
 */
export const withReportOptions = (Base, keys) =>
    class extends Base {
        setup() {
            super.setup(...arguments);
            this.chosenOptions = {};
        }

        /** What is read, as the screen shows it: name → value. */
        get reportOptions() {
            const shown = keys.names.map((name) => [name, this.context[`${keys.prefix}_${name}`] || keys.defaults[name]]);
            return Object.fromEntries(shown);
        }

        /** Behind a figure stands what is behind it: what is read is not changed there. */
        get isReportFixed() {
            return Boolean(this.globalContext[`${keys.prefix}_is_fixed`]);
        }

        /** @param {Object} options name → value, false for none */
        setReportOptions(options) {
            for (const [name, value] of Object.entries(options)) {
                this.chosenOptions[`${keys.prefix}_${name}`] = value;
            }
            return this._notify();
        }

        /** A favourite brings its own. */
        toggleSearchItem(searchItemId) {
            if (this.searchItems[searchItemId].type === "favorite") {
                this.chosenOptions = {};
            }
            return super.toggleSearchItem(searchItemId);
        }

        exportState() {
            return { ...super.exportState(), chosenOptions: this.chosenOptions };
        }

        _importState(state) {
            super._importState(state);
            this.chosenOptions = state.chosenOptions || {};
        }

        _getContext() {
            return makeContext([super._getContext(), this.chosenOptions]);
        }
    };
