import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { formatFloat, formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatChange } from "../../analysis/report/change";
import { withHelp } from "../../shared/actions/with_help";
import { formatCompactAmount } from "../../shared/cards/compact_amount";
import { drawLine } from "./morning_line";

import { Component, onWillStart, useRef, useState } from "@odoo/owl";

const MOODS = { good: "text-success", bad: "text-danger", "": "text-muted" };

/** What came in, what the firm earns and what is in danger: tiles, each of whose figures opens its documents. */
export class Morning extends Component {
    static template = "bas_crm.Morning";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.loading = new KeepLast();
        this.saving = new KeepLast();
        this.state = useState({ page: null, teamId: this.props.state?.teamId || false, letter: false });
        useSetupAction({ rootRef: useRef("root"), getLocalState: () => ({ teamId: this.state.teamId }) });
        onWillStart(() => this.load());
    }

    async load() {
        const page = await this.loading.add(this.orm.call("bas.morning", "get_tiles", [this.state.teamId]));
        Object.assign(this.state, { page, letter: page.letter });
    }

    get page() {
        return this.state.page;
    }

    chooseTeam(value) {
        this.state.teamId = Number(value) || false;
        return this.load();
    }

    async chooseWeekday(value) {
        this.state.letter = await this.saving.add(this.orm.call("bas.morning", "set_weekday", [value || false]));
        const { email } = this.state.letter;
        if (value && !email) {
            return; // the screen says so
        }
        const text = value ? _t("The page will come to %(email)s.", { email }) : _t("The page will not be sent.");
        this.notification.add(text, { type: "success" });
    }

    open(figure) {
        return this.action.doAction(withHelp(figure.action));
    }

    print() {
        return this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: "bas_crm.report_morning",
            name: this.env.config.getDisplayName(),
            data: { team_id: this.state.teamId },
            context: user.context,
        });
    }

    format({ kind, figure }) {
        if (figure === false) {
            return "—";
        }
        if (kind === "share") {
            return `${formatFloat(100 * figure, { digits: [16, 0] })}\u00a0%`;
        }
        return kind === "amount" ? formatCompactAmount(figure, this.page.currency_id) : formatInteger(figure);
    }

    /** The whole amount, where the tile has it short. */
    formatWhole({ kind, figure }) {
        const isShort = kind === "amount" && figure !== false;
        return isShort ? formatMonetary(figure, { currencyId: this.page.currency_id }) : this.format({ kind, figure });
    }

    formatChange({ change }) {
        return formatChange(change);
    }

    getMood(mood) {
        return MOODS[mood] || MOODS[""];
    }

    getLine(tile) {
        return drawLine(tile.line);
    }

    getBarWidth(share) {
        return Math.max(0, Math.min(100, Math.round(100 * share)));
    }

    getBarText(bar) {
        return _t("Completion of the plan: %(percent)s", { percent: this.format({ kind: "share", figure: bar.share }) });
    }
}

registry.category("actions").add("bas_crm.morning", Morning);
