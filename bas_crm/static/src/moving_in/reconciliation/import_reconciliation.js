import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";
import { withHelp } from "../../shared/actions/with_help";

const MOODS = { ok: "fa-check text-success", explained: "fa-info-circle text-info", wrong: "fa-times text-danger", info: "" };

/** What the files say against what is here: a table for each part, whose figures open what they count. */
export class ImportReconciliation extends Component {
    static template = "bas_crm.ImportReconciliation";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Reconciliation");

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.env.config.setDisplayName(this.props.action.name || _t("Reconciliation"));
        this.state = useState({ data: null });
        onWillStart(() => this.load());
    }

    get display() {
        return { controlPanel: {} };
    }

    get importId() {
        return this.props.action.context?.active_id;
    }

    async load() {
        this.state.data = this.importId ? await this.orm.call("bas.import", "get_reconciliation", [[this.importId]]) : null;
    }

    format(column, line) {
        const value = line.cells[column.name];
        if (value === false || value === undefined) {
            return "";
        }
        return column.type === "amount" ? formatFloat(value, { digits: [16, 2] }) : formatInteger(value);
    }

    getMood(line) {
        return MOODS[line.mood];
    }

    /** What the sign before a line says, for those who do not see it. */
    getMoodText(line) {
        return { ok: _t("Agrees"), explained: _t("Differs, and the reason is known"), wrong: _t("Does not agree") }[line.mood];
    }

    canOpen(column, line) {
        return column.opens && Boolean(line.cells[column.name]);
    }

    async open(section, line, column) {
        const figure = [[this.importId], section.key, line.key, column.name];
        await this.action.doAction(withHelp(await this.orm.call("bas.import", "action_open_figure", figure)));
    }

    print() {
        return this.action.doAction("bas_crm.action_report_import_reconciliation", {
            additionalContext: { active_ids: [this.importId], active_id: this.importId, active_model: "bas.import" },
        });
    }

    download() {
        return this.action.doAction({
            type: "ir.actions.act_url", url: `/bas_crm/import/${this.importId}/reconciliation.xlsx`, target: "download",
        });
    }
}

registry.category("actions").add("bas_import_reconciliation", ImportReconciliation);
