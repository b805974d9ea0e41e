import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, getService, makeServerError, mockService, models, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { markup } from "@odoo/owl";

class Setup extends models.Model {
    _name = "bas.setup";
}

defineMailModels();
defineModels([Setup]);
describe.current.tags("desktop");

const card = (key, state, rest = {}) => ({
    key, title: key, state, facts: [], gaps: [], notes: [], is_closed: false, buttons: [{ step: key, label: `Open ${key}` }], ...rest,
});

function getPage(rest = {}) {
    return {
        company: "Comfort",
        cards: [
            card("firm", "done", { facts: ["Country: Ukraine"], buttons: [] }),
            card("bank", "todo", { gaps: ["An IBAN"] }),
            card("mail", "todo", { notes: ["Somebody else does it"], buttons: [], is_closed: true }),
            card("logo", "later"),
        ],
        next: "bank", done: 1, total: 4, in_menu: true,
        ukrainian: { changes: ["Currency: hryvnia", "Country: Ukraine"], kept: [], is_open: true },
        later: [{ step: "leaver", label: "A Person Leaves" }],
        ...rest,
    };
}

let page;
beforeEach(() => {
    page = getPage();
    onRpc("bas.setup", "get_page", () => page);
});

async function openSetup() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction("bas_crm.setup");
    await animationFrame();
}

test("each card tells its state, what there is and what is missing", async () => {
    await openSetup();
    expect(queryAllTexts(".o_bas_setup_card .badge")).toEqual(["Ready", "Next", "To Do", "Can Wait"]);
    expect(".o_bas_setup_next").toHaveCount(1);
    expect("[data-card=firm] .o_bas_setup_fact").toHaveText("Country: Ukraine");
    expect("[data-card=bank] .o_bas_setup_gap").toHaveText("An IBAN");
    expect("[data-card=mail] .o_bas_setup_note").toHaveText("Somebody else does it");
    expect("[data-card=mail]").toHaveText(/An administrator of the system does this/);
    expect(".o_bas_setup_progress").toHaveText("Done: 1 of 4");
    expect("[data-card=bank] .o_bas_setup_step").toHaveClass("btn-primary");
    expect("[data-card=logo] .o_bas_setup_step").toHaveClass("btn-secondary");
});

test("a button opens its step, and the cards are read again when it is closed", async () => {
    mockService("action", {
        doAction(action, options) {
            if (action.name === "bank") {
                expect.step("opened");
                page = getPage({ done: 2 });
                return options.onClose();
            }
            return super.doAction(...arguments);
        },
    });
    onRpc("bas.setup", "get_action", ({ args }) => {
        expect.step(args[0]);
        return { type: "ir.actions.act_window_close", name: "bank" };
    });
    await openSetup();
    await contains("[data-card=bank] .o_bas_setup_step").click();
    expect.verifySteps(["bank", "opened"]);
    await animationFrame();
    expect(".o_bas_setup_progress").toHaveText("Done: 2 of 4");
});

test("the help of a list that is still empty is drawn, not shown as HTML", async () => {
    mockService("action", {
        doAction(action) {
            if (action.name === "bank") {
                expect(action.help).toBeInstanceOf(markup("").constructor);
                expect.step(String(action.help));
                return;
            }
            return super.doAction(...arguments);
        },
    });
    onRpc("bas.setup", "get_action", () => ({ type: "ir.actions.act_window_close", name: "bank", help: "<p>None yet</p>" }));
    await openSetup();
    await contains("[data-card=bank] .o_bas_setup_step").click();
    expect.verifySteps(["<p>None yet</p>"]);
});

test("a button that does something at once calls it", async () => {
    page.cards[1].buttons = [{ call: "action_send_test_letter", label: "Send" }];
    onRpc("bas.setup", "action_send_test_letter", () => {
        expect.step("sent");
        return { type: "ir.actions.act_window_close" };
    });
    await openSetup();
    await contains("[data-step=action_send_test_letter]").click();
    expect.verifySteps(["sent"]);
});

test("the Ukrainian firm: what it would do, what it has done, and nothing the second time", async () => {
    const results = [{ done: ["Currency: hryvnia"], kept: ["The language stays"] }, { done: [], kept: [] }];
    onRpc("bas.setup", "make_ukrainian", () => {
        page = getPage({ ukrainian: { changes: [], kept: [], is_open: true } });
        return results.shift();
    });
    mockService("action", {
        doAction(action) {
            if (action === "reload") {
                expect.step("reload");
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openSetup();
    expect(".o_bas_setup_changes").toHaveText(/Currency: hryvnia · Country: Ukraine/);
    await contains(".o_bas_setup_make").click();
    expect(queryAllTexts(".o_bas_setup_result li")).toEqual(["Currency: hryvnia"]);
    expect(".o_bas_setup_result").toHaveText(/The language stays/);
    await contains(".o_bas_setup_reload").click();
    expect.verifySteps(["reload"]);
});

test("nothing to change is said", async () => {
    page = getPage({ ukrainian: { changes: [], kept: [], is_open: true } });
    onRpc("bas.setup", "make_ukrainian", () => ({ done: [], kept: [] }));
    await openSetup();
    expect(".o_bas_setup_make").toHaveClass("btn-secondary");
    await contains(".o_bas_setup_make").click();
    expect(".o_bas_setup_result").toHaveText("Nothing to change: everything is set already.");
    expect(".o_bas_setup_reload").toHaveCount(0);
});

test("who is no system administrator has no such button", async () => {
    page = getPage({ ukrainian: { changes: [], kept: [], is_open: false }, later: [] });
    await openSetup();
    expect(".o_bas_setup_make").toHaveCount(0);
    expect(".o_bas_setup_later").toHaveCount(0);
});

test("the screen leaves the beginning of the menu", async () => {
    onRpc("bas.setup", "set_first_screen", ({ args }) => {
        expect.step(`first: ${args[0]}`);
        return true;
    });
    mockService("action", {
        doAction(action) {
            if (action === "reload") {
                expect.step("reload");
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openSetup();
    await contains(".o_bas_setup_first").click();
    expect.verifySteps(["first: false", "reload"]);
});

test("an answer that comes late does not take the place of a newer one", async () => {
    const waiting = [];
    mockService("action", {
        doAction(action, options) {
            if (action.name === "bank") {
                options.onClose();
                return;
            }
            return super.doAction(...arguments);
        },
    });
    onRpc("bas.setup", "get_action", () => ({ type: "ir.actions.act_window_close", name: "bank" }));
    await openSetup();
    onRpc("bas.setup", "get_page", () => {
        const answer = new Deferred();
        waiting.push(answer);
        return answer;
    });
    await contains("[data-card=bank] .o_bas_setup_step").click();
    await contains("[data-card=bank] .o_bas_setup_step").click();
    await animationFrame();
    expect(waiting).toHaveLength(2);
    waiting[1].resolve(getPage({ done: 3 }));
    await animationFrame();
    waiting[0].resolve(getPage({ done: 2 }));
    await animationFrame();
    expect(".o_bas_setup_progress").toHaveText("Done: 3 of 4");
});

test("a letter is not sent twice while its answer is awaited, and can be after a failure", async () => {
    let answer;
    page.cards[1].buttons = [{ call: "action_send_test_letter", label: "Send" }];
    onRpc("bas.setup", "action_send_test_letter", () => {
        expect.step("sent");
        answer = new Deferred();
        return answer;
    });
    await openSetup();
    await contains("[data-step=action_send_test_letter]").click();
    await animationFrame();
    expect("[data-step=action_send_test_letter]").toHaveProperty("disabled", true);
    expect.verifySteps(["sent"]);
    expect.errors(1);
    answer.reject(makeServerError({ message: "lost" }));
    await animationFrame();
    await animationFrame();
    expect.verifyErrors(["lost"]);
    expect("[data-step=action_send_test_letter]").toHaveProperty("disabled", false);
});
