import { formatDuration } from "@bas_crm/shared/duration/duration";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { PivotModel } from "@web/views/pivot/pivot_model";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";
import { isDuration } from "./report_graph";

export class ReportPivotModel extends PivotModel {
    /** A file has hours, and says so: its figures are counted on with. */
    exportData() {
        const data = super.exportData();
        this.getTable().headers.at(-1).forEach(({ measure }, index) => {
            const header = data.measure_headers[index];
            if (measure && isDuration(measure)) {
                header.title = _t("%(measure)s, hours", { measure: header.title });
            }
        });
        return data;
    }
}

/** Pivots of our reports: long times are counted in days. */
export class ReportPivotRenderer extends PivotRenderer {
    getFormattedValue(cell) {
        return isDuration(cell.measure) ? { value: formatDuration(cell.value) } : super.getFormattedValue(cell);
    }
}

export const reportPivotView = { ...pivotView, Model: ReportPivotModel, Renderer: ReportPivotRenderer };

registry.category("views").add("bas_pivot", reportPivotView);
