import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

import { Component } from "@odoo/owl";
import { withHelp } from "../../shared/actions/with_help";

/** What has been imported, the reconciliation, and the undo. */
export class ImportResult extends Component {
    static template = "bas_crm.ImportResult";
    static props = { session: Object, undo: Function, addFiles: Function, show: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
    }

    get isUndone() {
        return this.props.session.state === "undone";
    }

    get lists() {
        return this.props.session.lists.filter((list) => list.counts.done);
    }

    get waiting() {
        const { question, error } = this.props.session.counts;
        return question + error;
    }

    get doneText() {
        const done = _t("Rows imported: %s.", formatInteger(this.props.session.counts.done));
        if (!this.waiting) {
            return done;
        }
        const rest = _t("Rows that wait for an answer or a correction: %s.", formatInteger(this.waiting));
        return `${done} ${rest}`;
    }

    getCounts({ counts }) {
        return [
            counts.create && _t("new: %s", formatInteger(counts.create)),
            counts.update && _t("updated: %s", formatInteger(counts.update)),
            counts.link && _t("linked: %s", formatInteger(counts.link)),
            counts.unchanged && _t("unchanged: %s", formatInteger(counts.unchanged)),
        ].filter(Boolean).join(" · ");
    }

    async run(method, model = "bas.import", id = this.props.session.id) {
        await this.action.doAction(withHelp(await this.orm.call(model, method, [[id]])));
    }

    /** Say what the undo will do before it is done. */
    async askUndo() {
        const preview = await this.orm.call("bas.import", "get_undo_preview", [[this.props.session.id]]);
        const lines = [
            [preview.deleted, _t("records to delete: %s", formatInteger(preview.deleted))],
            [preview.restored, _t("values to restore: %s", formatInteger(preview.restored))],
            [preview.archived, _t("records in use, to archive: %s", formatInteger(preview.archived))],
            [preview.kept, _t("records in use, to keep: %s", formatInteger(preview.kept))],
            [preview.changed_since, _t("values changed by people since then, to keep: %s", formatInteger(preview.changed_since))],
        ].filter(([count]) => count);
        const texts = [...lines.map(([, text]) => text), ...preview.reasons.map((reason) => `– ${reason}`)];
        this.dialog.add(ConfirmationDialog, {
            title: _t("Undo the import?"),
            body: texts.length ? texts.join("\n") : _t("There is nothing to undo."),
            confirmLabel: _t("Undo"),
            confirmClass: "btn-danger",
            cancelLabel: _t("Keep the Import"),
            confirm: () => this.props.undo(),
            cancel: () => {},
        });
    }
}
