import { ReportController } from "../report/report_controller";
import { pickManagerContext } from "./manager_search";

export class ManagerController extends ReportController {
    static template = "bas_crm.ManagerView";

    fixedKey = "bas_manager_is_fixed";

    get rendererProps() {
        return { ...super.rendererProps, print: this.print.bind(this) };
    }

    get reportContext() {
        return pickManagerContext({ ...this.model.searchParams.context, bas_manager_indicator: this.model.data.indicator });
    }

    /**
     * Open the rows that a figure sums up.
     *
     * @param {Object} [row] manager; none: all managers
     * @param {Object} [column] none: all columns
     * @param {Object} [figures] of the indicator, if there are several on the screen
     */
    openRows(row, column, figures = this.model.data) {
        const { columns, indicator } = figures;
        const kinds = new Set(columns.flatMap(({ domain }) => domain[0][2]));
        const domains = [column ? column.domain : [["kind", "in", [...kinds]]]];
        if (row) {
            domains.unshift([["user_id", "=", row.user_id]]);
        }
        const grouping = indicator === "debt" ? { group_by: ["partner_id"] } : {};
        return this.openList([row?.name, column?.label], domains, { bas_manager_indicator: indicator, ...grouping });
    }

    /** @param {Object} [row] manager, all of them where none is given */
    print(row) {
        const { domain } = this.model.searchParams;
        return this.printReport("bas_crm.report_managers", { domain, ...(row ? { user_id: row.user_id } : {}) });
    }

    exportFigures() {
        const { domain } = this.model.searchParams;
        return this.downloadFigures("/bas_crm/managers/xlsx", { domain });
    }
}
