import { Domain } from "@web/core/domain";
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

import { Component, useRef } from "@odoo/owl";

/**
 * Base controller of the funnel and managers' views: opens the rows of a figure, prints, exports to xlsx. A subclass implements
 * `reportContext` (context keys of the options), `fixedKey` (the key that makes the options read-only), `print` and
 * `exportFigures`.
 */
export class ReportController extends Component {
    static template = "bas_crm.ReportView";
    static components = { Layout, SearchBar, CogMenu };
    static props = { ...standardViewProps, Model: Function, Renderer: Function };

    setup() {
        this.action = useService("action");
        this.model = useModel(this.props.Model, { resModel: this.props.resModel });
        useBus(this.model.bus, "update", () => this.render(true));
        useSetupAction({ rootRef: useRef("root"), getLocalState: () => this.getLocalState() });
        this.searchBarToggler = useSearchBarToggler();
    }

    /** What comes back with the screen. */
    getLocalState() {
        return {};
    }

    get rendererProps() {
        return { model: this.model, openRows: this.openRows.bind(this), widen: this.widen.bind(this) };
    }

    widen(period) {
        this.env.searchModel.setReportOptions({ period });
    }

    /**
     * @param {string[]} names parts of the title
     * @param {Array[]} domains conditions in addition to those of the search
     * @param {Object} [context]
     */
    openList(names, domains, context = {}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: names.filter(Boolean).join(" · ") || this.env.config.getDisplayName(),
            res_model: this.props.resModel,
            views: [[false, "list"], [false, "kanban"]],
            mobile_view_mode: "kanban",
            domain: Domain.and([this.model.searchParams.domain, ...domains]).toList(),
            context: { ...this.reportContext, ...context, [this.fixedKey]: true },
        });
    }

    printReport(reportName, data) {
        return this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: reportName,
            name: this.env.config.getDisplayName(),
            data,
            context: { ...user.context, ...this.reportContext },
        });
    }

    downloadFigures(url, data) {
        const context = { ...user.context, ...this.reportContext };
        return download({ url, data: { data: JSON.stringify({ ...data, context }) } });
    }
}
