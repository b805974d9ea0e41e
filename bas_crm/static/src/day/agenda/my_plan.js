import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { Component, useState } from "@odoo/owl";
import { withHelp } from "../../shared/actions/with_help";
import { formatCompactAmount } from "../../shared/cards/compact_amount";
import { spacePercent } from "../../shared/words/percent";

/** Expected completion from which a plan is on track, and from which it is slightly behind: as on the cards of plans. */
const [GOOD, FAIR] = [1, 0.8];

/** How far I am with my sales plan: a figure and a bar above my day. Without a plan there is nothing. */
export class MyPlan extends Component {
    static template = "bas_crm.MyPlan";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ plan: false });
        this.load(); // the board does not wait for it
    }

    async load() {
        this.state.plan = await this.orm.silent.call("bas.agenda", "get_my_plan", []);
    }

    get plan() {
        return this.state.plan;
    }

    get percent() {
        return Math.round(100 * this.plan.completion);
    }

    get figure() {
        return spacePercent(`${this.percent}%`);
    }

    get width() {
        return Math.max(0, Math.min(this.percent, 100));
    }

    get color() {
        const share = Math.round(100 * Math.max(this.plan.forecast_completion || 0, this.plan.completion)) / 100;
        return share >= GOOD ? "success" : share >= FAIR ? "warning" : "danger";
    }

    short(amount) {
        return formatCompactAmount(amount, this.plan.currency_id);
    }

    full(amount) {
        return formatMonetary(amount, { currencyId: this.plan.currency_id });
    }

    async open() {
        this.action.doAction(withHelp(await this.orm.call("bas.agenda", "action_open_my_plan", [])));
    }
}
