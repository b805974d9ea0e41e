import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { FileInput } from "@web/core/file_input/file_input";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useFileUploader } from "@web/core/utils/files";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { withHelp } from "../../shared/actions/with_help";
import { ImportCheck } from "./import_check";
import { ImportLists } from "./import_lists";
import { ImportProgress } from "./import_progress";
import { ImportResult } from "./import_result";
import { ImportRunner } from "./import_runner";

import { Component, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";

const ROUTE = "/web/binary/upload_attachment";
/** Pages in their order, and the states of a session in which each can be opened. */
const PAGES = [
    { name: "files", title: _t("Files"), states: null },
    { name: "lists", title: _t("What We Found"), states: ["recognised", "checked", "running", "done", "undone"] },
    { name: "check", title: _t("Check"), states: ["checked", "running", "done"] },
    { name: "result", title: _t("Result"), states: ["running", "done", "undone"] },
];
const FIRST_PAGE = { draft: "files", recognised: "lists", checked: "check", running: "result", done: "result", undone: "result" };

/** Moves lists of another program in: files, what was found in them, the check, the import, the reconciliation and the undo. */
export class ImportAssistant extends Component {
    static template = "bas_crm.ImportAssistant";
    static components = { FileInput, ImportCheck, ImportLists, ImportProgress, ImportResult, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Moving In");

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.upload = useFileUploader();
        this.env.config.setDisplayName(this.props.action.name || _t("Moving In"));
        this.state = useState({ session: null, history: [], page: "files", isUploading: false });
        this.runner = new ImportRunner((step) => this.call("run_batch", step ? [step] : []));
        this.progress = useState(this.runner.state);
        // Who comes back from a list finds the session again.
        useSetupAction({ getLocalState: () => ({ importId: this.session?.id, page: this.state.page }) });
        useDropzone(useRef("root"), (event) => this.addFiles([...event.dataTransfer.files]));
        onWillStart(() => this.start());
        onWillUnmount(() => this.runner.stop());
    }

    get display() {
        return { controlPanel: {} };
    }

    get session() {
        return this.state.session;
    }

    get pages() {
        const state = this.session?.state;
        return PAGES.map((page) => ({ ...page, isOpen: !page.states || page.states.includes(state) }));
    }

    get unfinished() {
        return this.session?.step && !this.progress.isRunning ? this.session.step : false;
    }

    async start() {
        // The address of the page holds the session as the active record.
        const { action, state } = this.props;
        const importId = state?.importId || action.context?.active_id;
        if (importId) {
            await this.load(importId);
            this.state.page = state?.page || FIRST_PAGE[this.session.state];
        } else {
            this.state.history = await this.orm.call("bas.import", "get_history", []);
        }
    }

    call(method, args = []) {
        return this.orm.call("bas.import", method, [[this.session.id], ...args]);
    }

    async load(id = this.session.id) {
        const asked = (this.asked = {});
        const session = await this.orm.call("bas.import", "get_assistant", [[id]]);
        // Of two answers, the one to the later question is shown; both callers go on.
        if (asked === this.asked) {
            this.state.session = session;
            this.props.updateActionState?.({ active_id: id });
        }
    }

    show(page) {
        this.state.page = page;
    }

    /** @param {File[]} files dropped or chosen: they are read at once */
    async addFiles(files) {
        if (!files.length || this.progress.isRunning) {
            return;
        }
        if (["running", "done", "undone"].includes(this.session?.state)) {
            this.state.session = null;
        }
        this.state.isUploading = true;
        try {
            const params = { csrf_token: odoo.csrf_token, model: "bas.import", id: this.session?.id || 0, ufile: files };
            await this.takeUploaded(await this.upload(ROUTE, params));
        } finally {
            this.state.isUploading = false;
        }
    }

    /** @param {{id: number}[]} [uploaded] attachments; none: the upload was refused, and the person has been told */
    async takeUploaded(uploaded) {
        const ids = (uploaded || []).filter((file) => file.id).map((file) => [4, file.id]);
        if (!ids.length) {
            return;
        }
        if (this.session) {
            await this.orm.write("bas.import", [this.session.id], { file_ids: ids });
            await this.load();
        } else {
            const [id] = await this.orm.create("bas.import", [{ file_ids: ids }]);
            await this.load(id);
        }
        await this.run("recognise", "lists");
    }

    async removeFile(file) {
        await this.orm.write("bas.import", [this.session.id], { file_ids: [[3, file.id]] });
        await this.load();
        await this.run("recognise", "files");
    }

    /** Save a correction in a cell: what is run next waits for it, though the cell is gone by then. */
    async correct(rowId, values) {
        const saving = this.orm.write("bas.import.row", [rowId], values);
        this.saving = saving.catch(() => {}); // of a refusal the person is told by whoever waits for the correction
        await saving;
    }

    /** Run a step to its end, then show the page with its result. */
    async run(step, page) {
        await this.saving;
        if (this.progress.isRunning) {
            return;
        }
        try {
            const isFinished = await this.runner.run(step);
            if (isFinished && page) {
                this.state.page = page;
            }
        } finally {
            await this.load();
        }
    }

    /** Go on with what was stopped, or with what a closed browser has left. */
    goOn() {
        const { step } = this.session;
        return this.run(false, { recognise: "lists", check: "check", recheck: "check", import: "result", undo: "result" }[step]);
    }

    /** After an answer or a correction: where it concerns many rows, they are checked batch by batch. */
    async reload() {
        await this.load();
        if (this.session.step === "recheck" && !this.progress.isRunning) {
            await this.goOn();
        }
    }

    async setOption(name, value) {
        await this.orm.write("bas.import", [this.session.id], { [name]: value });
        await this.load();
    }

    async open(action) {
        return this.action.doAction(withHelp(action));
    }

    openSession(id) {
        return this.action.doAction("bas_crm.bas_import_assistant_action", { additionalContext: { active_id: id } });
    }

    openAll() {
        return this.action.doAction("bas_crm.bas_import_action");
    }

    startAnew() {
        return this.action.doAction("bas_crm.bas_import_assistant_action", { clearBreadcrumbs: true });
    }
}

registry.category("actions").add("bas_import_assistant", ImportAssistant);
