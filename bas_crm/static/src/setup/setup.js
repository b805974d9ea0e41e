import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";
import { withHelp } from "../shared/actions/with_help";

const BADGES = { done: "text-bg-success", todo: "text-bg-warning", later: "text-bg-light border" };

/** The first evening of an administrator: cards of what is done and what is next. */
export class Setup extends Component {
    static template = "bas_crm.Setup";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.loading = new KeepLast();
        this.state = useState({ page: null, result: null, isBusy: false });
        this.display = { controlPanel: {} };
        onWillStart(() => this.load());
    }

    /** Of several dialogs that are closed one after the other, the cards are those of the last. */
    async load() {
        this.state.page = await this.loading.add(this.orm.call("bas.setup", "get_page", []));
    }

    get page() {
        return this.state.page;
    }

    get percent() {
        return Math.round((100 * this.page.done) / this.page.total);
    }

    get progressText() {
        return _t("Done: %(done)s of %(total)s", this.page);
    }

    getBadge(card) {
        const words = { done: _t("Ready"), todo: _t("To Do"), later: _t("Can Wait") };
        return card.key === this.page.next
            ? { text: _t("Next"), css: "text-bg-primary" }
            : { text: words[card.state], css: BADGES[card.state] };
    }

    isMain(card, index) {
        return index === 0 && card.state === "todo";
    }

    /** A second press, while the server has not answered the first, does nothing: no letter is sent twice. */
    async doOnce(work) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            await work();
        } finally {
            this.state.isBusy = false;
        }
    }

    press(button) {
        return this.doOnce(async () => {
            const action = button.call
                ? await this.orm.call("bas.setup", button.call, [])
                : await this.orm.call("bas.setup", "get_action", [button.step]);
            await this.action.doAction(withHelp(action), { onClose: () => this.load() });
        });
    }

    makeUkrainian() {
        return this.doOnce(async () => {
            this.state.result = await this.orm.call("bas.setup", "make_ukrainian", []);
            // Not waited for: a later reading of the cards may take its place.
            this.load();
        });
    }

    /** The new language and currency are in what the client has loaded at its start. */
    reload() {
        return this.action.doAction("reload");
    }

    setFirstScreen(isFirst) {
        return this.doOnce(async () => {
            await this.orm.call("bas.setup", "set_first_screen", [isFirst]);
            await this.reload();
        });
    }
}

registry.category("actions").add("bas_crm.setup", Setup);
