import { formatDuration } from "@bas_crm/shared/duration/duration";
import { registry } from "@web/core/registry";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";
import { isDuration } from "./report_graph";

/** Pivots of our reports: long times are counted in days. */
export class ReportPivotRenderer extends PivotRenderer {
    getFormattedValue(cell) {
        return isDuration(cell.measure) ? { value: formatDuration(cell.value) } : super.getFormattedValue(cell);
    }
}

export const reportPivotView = { ...pivotView, Renderer: ReportPivotRenderer };

registry.category("views").add("bas_pivot", reportPivotView);
