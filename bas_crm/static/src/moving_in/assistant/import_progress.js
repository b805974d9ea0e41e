import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";
import { ImportRunner } from "./import_runner";

import { Component, useState } from "@odoo/owl";

const TITLES = {
    recognise: _t("Reading the files…"),
    check: _t("Checking: nothing is written…"),
    recheck: _t("Checking the answered rows again…"),
    import: _t("Importing…"),
    undo: _t("Undoing…"),
};

/** How far a step is, how fast, and how long it will take. */
export class ImportProgress extends Component {
    static template = "bas_crm.ImportProgress";
    static props = { runner: ImportRunner };

    setup() {
        this.state = useState(this.props.runner.state);
    }

    get title() {
        return TITLES[this.state.step] || _t("Working…");
    }

    get percent() {
        return this.props.runner.percent;
    }

    get facts() {
        const { done, total, rate } = this.state;
        const left = this.props.runner.secondsLeft;
        return [
            total && _t("rows: %(done)s of %(total)s", { done: formatInteger(done), total: formatInteger(total) }),
            rate && _t("per second: %s", formatInteger(Math.round(rate))),
            left !== null && total && _t("left: %s", this.formatSeconds(left)),
        ].filter(Boolean);
    }

    formatSeconds(seconds) {
        return seconds < 60
            ? _t("%s s", seconds)
            : _t("%(minutes)s min %(seconds)s s", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
    }
}
