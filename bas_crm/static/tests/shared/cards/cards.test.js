import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { formatCompactAmount } from "@bas_crm/shared/cards/compact_amount";
import { currencies } from "@web/core/currency";
import { user } from "@web/core/user";
import { contains, defineModels, fields, models, mountView, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

class Stage extends models.Model {
    _name = "bas.order.stage";

    name = fields.Char();

    _records = [{ id: 1, name: "New" }, { id: 2, name: "Agreed" }];
}

class Order extends models.Model {
    _name = "sale.order";

    name = fields.Char();
    stage_id = fields.Many2one({ relation: "bas.order.stage" });
    state = fields.Char();
    bas_is_empty = fields.Boolean();
    activity_state = fields.Selection({ selection: [["planned", "Planned"]] });
    currency_id = fields.Many2one({ relation: "res.currency", default: 1 });
    amount_total = fields.Monetary({ currency_field: "currency_id", aggregator: "sum" });

    _records = [
        { id: 1, name: "S1", stage_id: 1, state: "draft", bas_is_empty: true, amount_total: 0, activity_state: "planned" },
        { id: 2, name: "S2", stage_id: 1, state: "draft", bas_is_empty: false, amount_total: 258400, activity_state: "planned" },
        { id: 3, name: "S3", stage_id: 2, state: "sale", bas_is_empty: false, amount_total: 9800.5, activity_state: "planned" },
    ];
    _views = {
        kanban: `
            <kanban js_class="bas_orders_kanban" default_group_by="stage_id">
                <field name="currency_id"/><field name="state"/><field name="bas_is_empty"/><field name="activity_state"/>
                <progressbar field="activity_state" sum_field="amount_total" colors='{"planned": "success"}'/>
                <templates><t t-name="card"><field name="name"/><field name="amount_total" widget="bas_compact_amount"/></t></templates>
            </kanban>`,
        form: `
            <form>
                <header><field name="stage_id" widget="statusbar" options="{'clickable': '1'}"/></header>
                <field name="name"/><field name="state"/><field name="bas_is_empty"/>
            </form>`,
    };
}

class LeadStage extends models.Model {
    _name = "crm.stage";

    name = fields.Char();

    _records = [{ id: 1, name: "New" }, { id: 2, name: "In Work" }];
}

class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    stage_id = fields.Many2one({ relation: "crm.stage" });
    decision = fields.Selection({ selection: [["junk", "Low-Quality Lead"]] });

    _records = [
        { id: 1, name: "Tables", stage_id: 1, decision: false },
        { id: 2, name: "Spam", stage_id: 1, decision: "junk" },
        { id: 3, name: "Curtains", stage_id: 2, decision: false },
    ];
    _views = {
        kanban: `
            <kanban js_class="bas_leads_kanban" default_group_by="stage_id">
                <field name="decision"/>
                <templates><t t-name="card"><field name="name"/></t></templates>
            </kanban>`,
    };
}

defineMailModels();
defineModels([Order, Stage, Lead, LeadStage]);
describe.current.tags("desktop");

const HRYVNIA = { name: "UAH", symbol: "₴", position: "after", digits: [69, 2] };
/** Spaces in numbers are non-breaking. */
const plain = (text) => text.replace(/\s/g, " ");

beforeEach(() => {
    patchWithCleanup(currencies, { 1: HRYVNIA });
    patchWithCleanup(user, { lang: "uk-UA" });
    onRpc("bas.order.stage", "is_confirming", ({ args }) => {
        expect.step(`asked about ${args[0]}`);
        return args[0][0] === 2;
    });
    onRpc("sale.order", "web_save", ({ args }) => {
        expect.step(`saved ${args[0]} in ${args[1].stage_id}`);
    });
    onRpc("crm.lead", "web_save", ({ args }) => {
        expect.step(`saved ${args[0]} in ${args[1].stage_id}`);
    });
    for (const method of ["action_convert_to_customer", "action_convert_to_customer_and_order", "action_mark_junk"]) {
        onRpc("crm.lead", method, ({ args }) => {
            expect.step(`${method} ${args[0]}`);
            return false;
        });
    }
});

const column = (name) => `.o_kanban_group:has(.o_column_title:contains(${name}))`;
const card = (name) => `.o_kanban_record:contains(${name})`;

test("amounts are compact", () => {
    const say = (value) => plain(formatCompactAmount(value, 1));
    expect(say(0)).toBe("0 ₴");
    expect(say(99.5)).toBe("99,5 ₴");
    expect(say(9800.5)).toBe("9801 ₴".replace("9801", plain(new Intl.NumberFormat("uk-UA").format(9801))));
    expect(say(12500)).toBe("12,5 тис. ₴");
    expect(say(258400)).toBe("258 тис. ₴");
    expect(say(-1234567)).toBe("-1,23 млн ₴");
    expect(plain(formatCompactAmount(258400, false))).toBe("258 тис.");
});

test("amounts on cards and above columns, full amounts in tooltips", async () => {
    await mountView({ type: "kanban", resModel: "sale.order" });
    expect(queryAllTexts("[name=amount_total] span").map(plain)).toEqual(["0 ₴", "258 тис. ₴", plain(formatCompactAmount(9800.5, 1))]);
    expect(plain(queryOne(`${card("S2")} [name=amount_total] span`).dataset.tooltip)).toMatch(/258.?400[.,]00 ₴/);
    expect(plain(queryOne(`${column("New")} .o_animated_number b`).textContent)).toBe("258 тис. ₴");
});

test("a question before an empty order is confirmed, answered with no", async () => {
    await mountView({ type: "kanban", resModel: "sale.order" });
    await contains(card("S1")).dragAndDrop(column("Agreed"));
    await animationFrame();
    expect(".modal").toHaveText(/S1/);
    await contains(".modal .btn-secondary").click();
    expect(`${column("New")} ${card("S1")}`).toHaveCount(1);
    expect(".o_kanban_hover").toHaveCount(0);
    expect.verifySteps(["asked about 2"]);
});

test("a question before an empty order is confirmed, answered with yes", async () => {
    await mountView({ type: "kanban", resModel: "sale.order" });
    await contains(card("S1")).dragAndDrop(column("Agreed"));
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect(`${column("Agreed")} ${card("S1")}`).toHaveCount(1);
    expect.verifySteps(["asked about 2", "saved 1 in 2"]);
});

test("an order with lines moves without a question", async () => {
    await mountView({ type: "kanban", resModel: "sale.order" });
    await contains(card("S2")).dragAndDrop(column("Agreed"));
    await animationFrame();
    expect(`${column("Agreed")} ${card("S2")}`).toHaveCount(1);
    expect.verifySteps(["saved 2 in 2"]);
});

test("the stages in the form ask as well", async () => {
    await mountView({ type: "form", resModel: "sale.order", resId: 1 });
    await contains(".o_arrow_button:contains(Agreed)").click();
    await contains(".modal .btn-secondary").click();
    expect(".o_arrow_button_current").toHaveText("New");
    await contains(".o_arrow_button:contains(Agreed)").click();
    await contains(".modal .btn-primary").click();
    expect(".o_arrow_button_current").toHaveText("Agreed");
    expect.verifySteps(["asked about 2", "asked about 2", "saved 1 in 2"]);
});

test("a lead is dropped on a decision", async () => {
    await mountView({ type: "kanban", resModel: "crm.lead" });
    expect(".o_bas_decisions").toHaveCount(0);
    for (const method of ["action_convert_to_customer", "action_convert_to_customer_and_order", "action_mark_junk"]) {
        const { drop, moveTo } = await contains(card("Tables")).drag();
        await animationFrame();
        expect(".o_bas_decision").toHaveCount(3);
        await moveTo(column("In Work"));
        await moveTo(`[data-method=${method}]`);
        await drop();
        await animationFrame();
        expect(".o_bas_decisions").toHaveCount(0);
        expect(`${column("New")} ${card("Tables")}`).toHaveCount(1);
        expect.verifySteps([`${method} 1`]);
    }
});

test("a lead can still be dragged between states", async () => {
    await mountView({ type: "kanban", resModel: "crm.lead" });
    await contains(card("Tables")).dragAndDrop(column("In Work"));
    await animationFrame();
    expect(`${column("In Work")} ${card("Tables")}`).toHaveCount(1);
    expect(".o_bas_decisions").toHaveCount(0);
    expect.verifySteps(["saved 1 in 2"]);
});

test("a cancelled drag decides nothing", async () => {
    await mountView({ type: "kanban", resModel: "crm.lead" });
    const { cancel, moveTo } = await contains(card("Tables")).drag();
    await animationFrame();
    await moveTo("[data-method=action_mark_junk]");
    await cancel();
    await animationFrame();
    expect(".o_bas_decisions").toHaveCount(0);
    expect.verifySteps([]);
});

test("a decided lead has no drop areas", async () => {
    await mountView({ type: "kanban", resModel: "crm.lead" });
    const { cancel } = await contains(card("Spam")).drag();
    await animationFrame();
    expect(".o_bas_decisions").toHaveCount(0);
    await cancel();
});
