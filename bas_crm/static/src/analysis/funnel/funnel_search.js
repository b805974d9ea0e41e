import { SearchModel } from "@web/search/search_model";
import { pickReportContext, withReportOptions } from "../report/report_search";

/** The keys of the context that say which funnel is read; see the server's bas.funnel.mixin. */
const FUNNEL = {
    prefix: "bas_funnel",
    names: ["reading", "period", "from", "to", "as_of", "type", "compare", "pair"],
    defaults: { reading: "cohort", period: "custom" },
};

export const pickFunnelContext = (context) => pickReportContext(FUNNEL, context);

/**
 * Add the options of the funnel to a search model.
 *
 * @template {typeof SearchModel} T
 * @param {T} Base
 * @returns {T}
 */
export const withFunnelOptions = (Base) =>
    class extends withReportOptions(Base, FUNNEL) {
        /** What the server has read: the days of the period, and the type of orders, where nobody has chosen any. */
        showFunnel({ type, date_from: from, date_to: to }) {
            this.shownDays = { from, to };
            if (this.shownFunnelType !== type) {
                this.shownFunnelType = type;
                this.trigger("funnel-type-shown");
            }
        }

        /** Other views go on with the type of orders that was drawn, chosen or not. */
        exportState() {
            const shown = this.shownFunnelType ? { bas_funnel_type: this.shownFunnelType } : {};
            return { ...super.exportState(), chosenOptions: { ...shown, ...this.chosenOptions } };
        }
    };

export class FunnelSearchModel extends withFunnelOptions(SearchModel) {}
