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
import { pickManagerContext } from "./manager_search";

import { Component, useRef } from "@odoo/owl";

export class ManagerController extends Component {
    static template = "bas_crm.ManagerView";
    static components = { Layout, SearchBar, CogMenu };
    static props = { ...standardViewProps, Model: Function, Renderer: Function };

    setup() {
        this.action = useService("action");
        this.model = useModel(this.props.Model, { resModel: this.props.resModel });
        useBus(this.model.bus, "update", () => this.render(true));
        useSetupAction({ rootRef: useRef("root") });
        this.searchBarToggler = useSearchBarToggler();
    }

    get managerContext() {
        return pickManagerContext({ ...this.model.searchParams.context, bas_manager_indicator: this.model.data.indicator });
    }

    /**
     * Open the rows behind a figure; their sum is the figure.
     *
     * @param {Object} [row] manager, all of them where none is given
     * @param {Object} [column] all of them where none is given
     */
    openRows(row, column) {
        const { columns, indicator, previous } = this.model.data;
        const parts = [this.model.searchParams.domain];
        if (row) {
            parts.push([["user_id", "=", row.user_id]]);
        }
        const kinds = new Set(columns.flatMap(({ domain }) => domain[0][2]));
        parts.push(column ? column.domain : [["kind", "in", [...kinds]]]);
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: [row?.name, column?.label].filter(Boolean).join(" · ") || this.env.config.getDisplayName(),
            res_model: this.props.resModel,
            views: [[false, "list"], [false, "kanban"]],
            mobile_view_mode: "kanban",
            domain: Domain.and(parts).toList(),
            context: {
                ...this.managerContext,
                ...(indicator === "debt" ? { group_by: ["partner_id"] } : {}),
                bas_manager_is_fixed: true,
            },
        });
    }

    widen(period) {
        this.env.searchModel.setManagerOptions({ period });
    }

    /** @param {Object} [row] manager, all of them where none is given */
    print(row) {
        const { domain } = this.model.searchParams;
        return this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: "bas_crm.report_managers",
            name: this.env.config.getDisplayName(),
            data: { domain, ...(row ? { user_id: row.user_id } : {}) },
            context: { ...user.context, ...this.managerContext },
        });
    }

    exportFigures() {
        const { domain } = this.model.searchParams;
        const context = { ...user.context, ...this.managerContext };
        return download({ url: "/bas_crm/managers/xlsx", data: { data: JSON.stringify({ domain, context }) } });
    }
}
