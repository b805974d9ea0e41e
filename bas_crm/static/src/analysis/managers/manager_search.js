import { SearchModel } from "@web/search/search_model";
import { pickReportContext, withReportOptions } from "../report/report_search";

/** The keys of the context that say what is read of managers; see the server's bas.manager.period.mixin. */
const MANAGERS = {
    prefix: "bas_manager",
    names: ["indicator", "period", "date", "from", "to", "compare", "pair"],
    defaults: { indicator: "revenue", period: "custom", compare: "before" },
};

export const pickManagerContext = (context) => pickReportContext(MANAGERS, context);

/**
 * Add the indicator and the period to a search model.
 *
 * @template {typeof SearchModel} T
 * @param {T} Base
 * @returns {T}
 */
export const withManagerOptions = (Base) =>
    class extends withReportOptions(Base, MANAGERS) {
        /** The managers of the table: the first two are compared unless others are chosen. */
        showManagers(rows) {
            this.shownManagers = rows.map((row) => row.user_id).filter(Boolean);
        }
    };

export class ManagerSearchModel extends withManagerOptions(SearchModel) {}
