import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { useBus } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";

import { Component } from "@odoo/owl";

/** What a report reads, to be chosen; a report has its own template and its own `periods`, a list of [key, name]. */
export class ReportOptions extends Component {
    static components = { DateTimeInput };
    static props = {};

    setup() {
        useBus(this.env.searchModel, "update", () => this.render());
    }

    get options() {
        return this.env.searchModel.reportOptions;
    }

    set(options) {
        this.env.searchModel.setReportOptions(options);
    }

    /** Days of one's own begin with those of the period that was shown. */
    setPeriod(period) {
        const isBlank = period === "custom" && !this.options.from && !this.options.to;
        this.set({ period, ...(isBlank ? this.getShownDays() : {}) });
    }

    /** @returns {{ from?: string|false, to?: string|false }} first and last day of the period that is shown, where it is known */
    getShownDays() {
        return {};
    }

    getDate(name) {
        const value = this.options[name];
        return value ? deserializeDate(value) : false;
    }

    setDate(name, value) {
        this.set({ [name]: value ? serializeDate(value) : false });
    }
}

/** A control panel with what the report reads below; a report gives its `Options`. */
export class ReportControlPanel extends ControlPanel {
    static template = "bas_crm.ReportControlPanel";
    static Options = ReportOptions;

    get Options() {
        return this.constructor.Options;
    }

    get hasReportOptions() {
        return this.env.searchModel?.setReportOptions && !this.env.searchModel.isReportFixed;
    }
}
