import { Domain } from "@web/core/domain";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";
import { useModel } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { standardViewProps } from "@web/views/standard_view_props";
import { pickFunnelContext } from "./funnel_search";

import { Component, useRef, useState } from "@odoo/owl";

export class FunnelController extends Component {
    static template = "bas_crm.FunnelView";
    static components = { Layout, SearchBar, CogMenu };
    static props = { ...standardViewProps, Model: Function, Renderer: Function, step: String, reason: String };

    setup() {
        this.action = useService("action");
        this.state = useState({ unit: this.props.state?.unit || "count" });
        this.model = useModel(this.props.Model, { resModel: this.props.resModel });
        useBus(this.model.bus, "update", () => this.render(true));
        useSetupAction({ rootRef: useRef("root"), getLocalState: () => ({ unit: this.state.unit }) });
        this.searchBarToggler = useSearchBarToggler();
    }

    get funnelContext() {
        const { context } = this.model.searchParams;
        const { type } = this.model.data;
        return { ...pickFunnelContext(context), ...(type ? { bas_funnel_type: type } : {}) };
    }

    /**
     * Open the rows behind a figure; their number, or their sum, is the figure.
     *
     * @param {Object} figure
     * @param {Object} [figure.group] funnel, all of them where none is given
     * @param {Object} [figure.row] step
     * @param {Object} [figure.reason] of a loss
     * @param {string} [figure.outcome]
     * @param {boolean} [figure.stood] only those that have not jumped over the step
     */
    openRows({ group, row, reason, outcome, stood }) {
        const parts = [this.model.searchParams.domain];
        if (group) {
            parts.push(group.domain);
        }
        if (row) {
            parts.push([[this.props.step, "=", row.step.id]]);
        }
        if (reason) {
            parts.push([["is_lost", "=", true], [this.props.reason, "=", reason.id]]);
        }
        if (outcome) {
            parts.push([["outcome", "=", outcome]]);
        }
        if (stood) {
            parts.push([["stood_count", "=", 1]]);
        }
        const names = [group?.name, row?.step.name, reason?.name, outcome === "lost" && _t("Losses")];
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: names.filter(Boolean).join(" · "),
            res_model: this.props.resModel,
            views: [[false, "list"], [false, "kanban"]],
            mobile_view_mode: "kanban",
            domain: Domain.and(parts).toList(),
            context: { ...this.funnelContext, bas_funnel_is_fixed: true },
        });
    }

    widen(period) {
        this.env.searchModel.setFunnelOptions({ period });
    }

    get exportParams() {
        const { domain, groupBy } = this.model.searchParams;
        return { model: this.props.resModel, domain, groupby: groupBy };
    }

    print() {
        return this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: "bas_crm.report_funnel",
            name: this.env.config.getDisplayName(),
            data: { ...this.exportParams, unit: this.state.unit },
            context: { ...user.context, ...this.funnelContext },
        });
    }

    exportFigures() {
        const context = { ...user.context, ...this.funnelContext };
        return download({ url: "/bas_crm/funnel/xlsx", data: { data: JSON.stringify({ ...this.exportParams, context }) } });
    }
}
