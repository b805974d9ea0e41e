import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { ImportQuestion } from "./import_question";
import { ImportRows } from "./import_rows";

import { Component, onWillStart, useState } from "@odoo/owl";

/** The results of rows, in the order in which they are shown. */
export const RESULTS = [
    ["create", _t("New"), "success"],
    ["update", _t("To update"), "info"],
    ["link", _t("Linked"), "info"],
    ["unchanged", _t("Unchanged"), "muted"],
    ["skip", _t("Skipped"), "muted"],
    ["question", _t("Questions"), "warning"],
    ["error", _t("Errors"), "danger"],
];

/** What the import will do, before it does it. */
export class ImportCheck extends Component {
    static template = "bas_crm.ImportCheck";
    static components = { ImportQuestion, ImportRows };
    static props = { session: Object, reload: Function, correct: Function, checkAgain: Function, start: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.loading = new KeepLast();
        this.results = RESULTS;
        this.state = useState({ questions: [], shown: null });
        onWillStart(() => this.loadQuestions());
    }

    get lists() {
        return this.props.session.lists.filter((list) => list.kind);
    }

    /** Rows that an import would write now; after an import, those that have been corrected since. */
    get ready() {
        const { create, update, link, unchanged, done } = this.props.session.counts;
        return done ? create + update + link + unchanged - done : create + update + link;
    }

    /** Rows with errors and questions can be corrected after the import, too. */
    get isOpen() {
        return ["checked", "done"].includes(this.props.session.state);
    }

    get waiting() {
        const { question, error } = this.props.session.counts;
        return question + error;
    }

    get openQuestions() {
        return this.state.questions.filter((question) => !question.answer).length;
    }

    get canImport() {
        return this.isOpen && this.ready;
    }

    get startLabel() {
        return _t("Import (%s)", formatInteger(this.ready));
    }

    get restText() {
        if (this.waiting) {
            return _t("Rows with questions and errors are left out: %s. You can correct and import them later.", formatInteger(this.waiting));
        }
        return this.ready ? "" : _t("Everything in these files is already here: there is nothing to import.");
    }

    formatCount(count) {
        return formatInteger(count);
    }

    async loadQuestions() {
        const questions = this.orm.call("bas.import", "get_questions", [[this.props.session.id]]);
        this.state.questions = await this.loading.add(questions);
    }

    /** @param {Object} values of ``bas.import.question`` */
    async answer(question, values) {
        await this.orm.write("bas.import.question", [question.id], values);
        await this.reload();
    }

    async reload() {
        await Promise.all([this.loadQuestions(), this.props.reload()]);
    }

    /** Show the rows of a list that have a result, or hide them again. */
    showRows(list, result) {
        const { shown } = this.state;
        const isShown = shown?.list === list.id && shown.result === result;
        this.state.shown = isShown ? null : { list: list.id, result };
    }

    async downloadErrors() {
        this.action.doAction(await this.orm.call("bas.import", "action_download_errors", [[this.props.session.id]]));
    }
}
