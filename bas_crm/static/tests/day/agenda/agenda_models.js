import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { expect } from "@odoo/hoot";
import { currencies } from "@web/core/currency";
import { user } from "@web/core/user";

const BUCKETS = [
    ["overdue", "Overdue"],
    ["today", "Today"],
    ["tomorrow", "Tomorrow"],
    ["week", "This Week"],
    ["later", "Later"],
    ["none", "No Next Step"],
];

export const RECORDS = [
    { id: 1, kind: "unanswered", date: "2026-03-16 06:00:00", bucket: "overdue", has_time: true, late: "hours: 2", who: "Oksana",
      subject: "Curtains", phone: "+380 67 123-45-67", amount: 0 },
    { id: 2, kind: "event", event_type: "call", date: "2026-03-13 09:30:00", bucket: "overdue", has_time: true, late: "days: 3",
      who: "Svitanok", subject: "Ask about the contract", amount: 258400 },
    { id: 3, kind: "event", event_type: "call", date: "2026-03-16 10:15:00", bucket: "today", has_time: true, who: "Obriy",
      subject: "Agree the price", phone: "+380501112233", amount: 900 },
    { id: 4, kind: "activity", date: "2026-03-18 00:00:00", bucket: "week", has_time: false, who: "Kava", subject: "Send a list", amount: 100 },
    { id: 5, kind: "order", bucket: "none", has_time: true, who: "Zatyshok", subject: "S00012", amount: 12500 },
];

/** Monday, 16 March 2026; times are in UTC. */
export const NOW = "2026-03-16 08:00:00";

export class Agenda extends models.Model {
    _name = "bas.agenda";

    kind = fields.Selection({
        selection: [
            ["event", "Event"],
            ["activity", "Activity"],
            ["unanswered", "Lead without an Answer"],
            ["order", "Order"],
        ],
    });
    event_type = fields.Selection({ selection: [["call", "Phone Call"]] });
    date = fields.Datetime();
    bucket = fields.Selection({ selection: BUCKETS });
    has_time = fields.Boolean();
    late = fields.Char();
    who = fields.Char();
    subject = fields.Char();
    phone = fields.Char();
    amount = fields.Monetary({ currency_field: "currency_id", aggregator: "sum" });
    currency_id = fields.Many2one({ relation: "res.currency", default: 1 });

    _views = {
        kanban: `
            <kanban js_class="bas_agenda_kanban" default_group_by="bucket" action="action_open" type="object" class="o_bas_agenda">
                <field name="currency_id"/><field name="event_type"/>
                <templates><t t-name="card">
                    <field name="kind" widget="bas_agenda_icon"/>
                    <a type="object" name="action_open_who" class="o_bas_agenda_who"><field name="who"/></a>
                    <field name="subject"/>
                    <field name="date" widget="bas_agenda_when"/>
                    <footer class="o_bas_agenda_buttons">
                    <button t-if="record.bucket.raw_value == 'none'" type="object" name="action_plan_call" class="o_bas_agenda_plan btn">Plan</button>
                    <button type="object" name="action_done" class="o_bas_agenda_done btn">Done</button>
                    <button type="object" name="action_not_reached" class="o_bas_agenda_not_reached btn">Not reached</button>
                    <widget name="bas_agenda_controls"/>
                    </footer>
                </t></templates>
            </kanban>`,
        list: `
            <list js_class="bas_agenda_list"><field name="date" widget="bas_agenda_when" options="{'full': true}"/><field name="who"/><button name="action_done" type="object" icon="fa-check" class="o_bas_agenda_done"/></list>`,
    };

    /** As the server does: a column for each time, also without cards. */
    web_read_group() {
        const { groups } = super.web_read_group(...arguments);
        if (!groups.every((group) => group.bucket)) {
            return { groups, length: groups.length };
        }
        const all = BUCKETS.map(
            ([bucket]) =>
                groups.find((group) => group.bucket === bucket) || {
                    bucket,
                    __count: 0,
                    __extra_domain: [["bucket", "=", bucket]],
                    __records: [],
                    "amount:sum": 0,
                    "currency_id:array_agg_distinct": [],
                    "amount:sum_currency": 0,
                }
        );
        return { groups: all, length: all.length };
    }
}

export const PLAN = {
    plan_id: 7, name: "March", target: 100000, fact: 64600, forecast: 98000, completion: 0.646, forecast_completion: 0.98, pace: "fair",
    missing: 35400, working_days_left: 12, missing_per_day: 2950, currency_id: 1,
};

export function defineAgenda() {
    defineMailModels();
    defineModels([Agenda]);
}

/**
 * @param {Object} [params]
 * @param {Object[]} [params.records]
 * @param {Object|false} [params.plan]
 */
export async function mountAgenda({ records = RECORDS, plan = false, ...params } = {}) {
    patchWithCleanup(currencies, { 1: { name: "UAH", symbol: "₴", position: "after", digits: [69, 2] } });
    patchWithCleanup(user, { lang: "uk-UA" });
    Agenda._records = records.map((record) => ({ ...record }));
    onRpc("bas.agenda", "get_my_plan", () => plan);
    onRpc("bas.agenda", "web_read_group", () => {
        expect.step("read");
    });
    for (const name of ["open", "open_who", "done", "not_reached", "plan_call", "tomorrow", "next_monday"]) {
        onRpc("bas.agenda", `action_${name}`, ({ args }) => {
            expect.step(`${name} ${args[0]}`);
            return false;
        });
    }
    onRpc("bas.agenda", "write", ({ args }) => {
        expect.step(["write", args[0][0], args[1]]);
    });
    await mountView({ type: "kanban", resModel: "bas.agenda", ...params });
    expect.verifySteps(["read"]);
}

export const column = (bucket) => `.o_kanban_group:has(.o_column_title:contains(/^${bucket}/))`;
export const card = (who) => `.o_kanban_record:contains(${who})`;
/** Spaces in numbers are non-breaking. */
export const plain = (text) => text.replace(/\s/g, " ");
