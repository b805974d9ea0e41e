import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";

/** How long to wait while another user's browser recomputes. */
const PAUSE = 1000;

/**
 * After stages are reordered, the figures of many orders are recomputed in batches. The screen asks for them and shows how many
 * are done; if it is closed, the next one that is opened goes on.
 */
export class Recomputation extends Component {
    static template = "bas_crm.Recomputation";
    static props = { typeIds: Array, onDone: { type: Function, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ percent: 0, hasFailed: false });
        onMounted(() => this.run());
        onWillUnmount(() => {
            this.isClosed = true;
        });
    }

    get percentText() {
        return _t("%(percent)s % are ready", { percent: this.state.percent });
    }

    async run() {
        this.state.hasFailed = false;
        try {
            while (this.state.percent < 100 && !this.isClosed) {
                await this.askBatch();
            }
        } catch (error) {
            this.state.hasFailed = true;
            throw error;
        }
        if (!this.isClosed) {
            this.props.onDone?.();
        }
    }

    async askBatch() {
        const before = this.state.percent;
        this.state.percent = await this.orm.silent.call("bas.order.type", "continue_recomputation", [this.props.typeIds]);
        if (this.state.percent === before) {
            await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
    }
}

/** The same on the card of a type of orders. */
export class RecomputationWidget extends Component {
    static template = "bas_crm.RecomputationWidget";
    static components = { Recomputation };
    static props = { ...standardWidgetProps };
}

registry.category("view_widgets").add("bas_recomputation", {
    component: RecomputationWidget,
    fieldDependencies: [{ name: "is_recomputing", type: "boolean" }],
});
