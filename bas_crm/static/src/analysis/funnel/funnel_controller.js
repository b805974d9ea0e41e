import { _t } from "@web/core/l10n/translation";
import { ReportController } from "../report/report_controller";
import { pickFunnelContext } from "./funnel_search";

import { useState } from "@odoo/owl";

export class FunnelController extends ReportController {
    static template = "bas_crm.FunnelView";
    static props = { ...ReportController.props, step: String, reason: String };

    fixedKey = "bas_funnel_is_fixed";

    setup() {
        super.setup();
        this.state = useState({ unit: this.props.state?.unit || "count" });
    }

    getLocalState() {
        return { unit: this.state.unit };
    }

    get rendererProps() {
        return { ...super.rendererProps, unit: this.state.unit };
    }

    get reportContext() {
        const { context } = this.model.searchParams;
        const { type } = this.model.data;
        return { ...pickFunnelContext(context), ...(type ? { bas_funnel_type: type } : {}) };
    }

    /**
     * Open the rows that a figure counts or sums up.
     *
     * @param {Object} figure
     * @param {Object} [figure.group] funnel; none: all funnels
     * @param {Object} [figure.row] step
     * @param {Object} [figure.reason] of a loss
     * @param {string} [figure.outcome]
     * @param {boolean} [figure.stood] only rows that did not skip the step
     */
    openRows({ group, row, reason, outcome, stood }) {
        const domains = [];
        if (group) {
            domains.push(group.domain);
        }
        if (row) {
            domains.push([[this.props.step, "=", row.step.id]]);
        }
        if (reason) {
            domains.push([["is_lost", "=", true], [this.props.reason, "=", reason.id]]);
        }
        if (outcome) {
            domains.push([["outcome", "=", outcome]]);
        }
        if (stood) {
            domains.push([["stood_count", "=", 1]]);
        }
        return this.openList([group?.name, row?.step.name, reason?.name, outcome === "lost" && _t("Losses")], domains);
    }

    get exportParams() {
        const { domain, groupBy } = this.model.searchParams;
        return { model: this.props.resModel, domain, groupby: groupBy };
    }

    print() {
        return this.printReport("bas_crm.report_funnel", { ...this.exportParams, unit: this.state.unit });
    }

    exportFigures() {
        return this.downloadFigures("/bas_crm/funnel/xlsx", this.exportParams);
    }
}
