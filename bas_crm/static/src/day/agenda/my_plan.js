import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { Component, useState } from "@odoo/owl";
import { withHelp } from "../../shared/actions/with_help";
import { formatCompactAmount } from "../../shared/cards/compact_amount";
import { spacePercent } from "../../shared/words/percent";

/** Pace of the plan → colour, as on the cards of plans. */
const COLORS = { good: "success", fair: "warning", poor: "danger" };

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
        return COLORS[this.plan.pace];
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
