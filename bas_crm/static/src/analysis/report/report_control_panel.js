import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";

import { Component, onWillStart, useState } from "@odoo/owl";

/**
 * What a report reads, to be chosen; a report has its own template and its own `periods`, a list of [key, name]. Where figures are
 * drawn, they are compared with those of another period, and two managers with each other.
 */
export class ReportOptions extends Component {
    static components = { DateTimeInput };
    static props = {};

    firstLabel = _t("First manager");
    secondLabel = _t("Second manager");

    setup() {
        this.orm = useService("orm");
        this.choice = useState({ managers: [] });
        useBus(this.env.searchModel, "update", () => this.render());
        onWillStart(async () => {
            if (this.isDrawn) {
                this.choice.managers = await this.orm.call(this.env.searchModel.resModel, "get_managers", []);
            }
        });
    }

    /** The pivot, graph and list of a report show rows of one period and of all managers. */
    get isDrawn() {
        return ["bas_managers", "bas_funnel"].includes(this.env.config.viewType);
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

    /** @returns {[string, string][]} with what the figures may be compared: [key, name] */
    get comparisons() {
        return [];
    }

    /** @returns {number[]|false} ids of the two managers that are shown side by side */
    get pair() {
        return this.options.pair || false;
    }

    /** Compare the first two managers that have figures, or go back to all of them. */
    async togglePair() {
        if (this.pair) {
            return this.set({ pair: false });
        }
        const ids = this.choice.managers.map((manager) => manager.id);
        const busy = (await this.getBusyManagers()).filter((id) => ids.includes(id));
        return this.set({ pair: [...new Set([...busy, ...ids])].slice(0, 2) });
    }

    /** @returns {Promise<number[]>} ids of managers who have figures, those with the most first */
    async getBusyManagers() {
        return [];
    }

    /**
     * Whoever is chosen twice changes places with the other one.
     *
     * @param {0|1} position
     * @param {string} value id, as the select gives it
     */
    setManager(position, value) {
        const id = Number(value);
        const [first, second] = this.pair;
        const isOther = id === this.pair[1 - position];
        this.set({ pair: isOther ? [second, first] : position ? [first, id] : [id, second] });
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
