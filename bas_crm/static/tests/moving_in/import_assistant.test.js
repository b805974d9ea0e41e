import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, getService, mockService, models, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

class Import extends models.Model {
    _name = "bas.import";
}
class Table extends models.Model {
    _name = "bas.import.table";
}
class Column extends models.Model {
    _name = "bas.import.column";
}
class Row extends models.Model {
    _name = "bas.import.row";
}
class Question extends models.Model {
    _name = "bas.import.question";
}

defineMailModels();
defineModels([Import, Table, Column, Row, Question]);
describe.current.tags("desktop");

const NONE = { create: 0, update: 0, unchanged: 0, link: 0, skip: 0, error: 0, question: 0, done: 0 };

const column = (id, heading, field, confidence = 100) => ({ id, heading, field, confidence, key: field || String(id), samples: ["a"], policy: "" });

function getSession(state, counts = {}, rest = {}) {
    const list = {
        id: 5, kind: "counterparty", title: "Counterparties", file: "list.xlsx", kinds: [["counterparty", "Counterparties"], ["item", "Items"]],
        facts: ["rows: 3"], remark: "", hints: ["There are no phones"], fields: [["name", "Name"], ["phone", "Phone"]],
        columns: [column(1, "Name", "name"), column(2, "Tel", "phone", 60), column(3, "Mood", "")],
        counts: { ...NONE, row: 3, ...counts },
    };
    return {
        id: 7, name: "Moving In", state, step: false, state_name: state, counts: { ...NONE, row: 3, ...counts },
        source: "bas", policy: "fill_empty",
        choices: { source: [["bas", "BAS"], ["other", "Other"]], policy: [["fill_empty", "Fill"], ["overwrite", "Overwrite"]] },
        files: [{ id: 9, name: "list.xlsx", size: 10 }], problem: "", lists: [list], moved_on: "", moved_on_warning: "", ...rest,
    };
}

let session, written, questions, batches;
beforeEach(() => {
    session = getSession("recognised");
    written = [];
    questions = [];
    batches = [];
    onRpc("bas.import", "get_assistant", () => session);
    onRpc("bas.import", "get_history", () => [{ id: 3, name: "Earlier", user: "Olena", day: "2026-01-01 08:00:00", state_name: "Imported" }]);
    onRpc("bas.import", "get_questions", () => questions);
    onRpc("bas.import", "run_batch", ({ args }) => {
        batches.push(args[1] || false);
        return { step: false, state: "checked", done: 3, total: 3 };
    });
    onRpc("bas.import.table", "get_rows", () => ({
        total: 1, rows: [{ id: 11, number: 4, values: { name: "Firm" }, action: "error", problem: "No code", remark: "", plan: {} }],
    }));
    onRpc("write", ({ model, args }) => written.push([model, ...args]) && true);
});

async function open(id = 7) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client", tag: "bas_import_assistant", name: "Moving In", context: id ? { active_id: id } : {},
    });
    await animationFrame();
}

test("files are dropped or chosen; earlier imports are below", async () => {
    const opened = [];
    await open(0);
    expect(queryAllTexts(".o_bas_import_past")).toEqual(["Earlier\nOlena\nImported"]);
    expect(".o_bas_import_choose").toHaveCount(1);
    expect(".o_bas_import_step").toHaveCount(0);
    mockService("action", { doAction: (action, options) => opened.push([action, options?.additionalContext]) });
    await contains(".o_bas_import_past").click();
    await contains(".o_bas_import_all").click();
    expect(opened).toEqual([
        ["bas_crm.bas_import_assistant_action", { active_id: 3 }],
        ["bas_crm.bas_import_action", undefined],
    ]);
});

test("what was found: the list, what it lacks, how sure its columns are", async () => {
    await open();
    expect(".o_bas_import_list h4").toHaveText("Counterparties");
    expect(".o_bas_import_hints").toHaveText("There are no phones");
    expect(".o_bas_import_columns").toHaveCount(1, { message: "a list with a guess is open" });
    expect(".o_bas_import_columns .o_bas_import_guess").toHaveCount(1);
    await contains(".o_bas_import_toggle").click();
    expect(".o_bas_import_columns").toHaveCount(0);
});

test("kind, columns and policies are changed in place", async () => {
    await open();
    await contains(".o_bas_import_kind").select("item");
    await contains(".o_bas_import_columns tr:nth-child(3) .o_bas_import_field").select("phone");
    await contains(".o_bas_import_columns tr:nth-child(1) .o_bas_import_column_policy").select("overwrite");
    await contains(".o_bas_import_source").select("other");
    await contains(".o_bas_import_policy").select("overwrite");
    expect(written).toEqual([
        ["bas.import.table", [5], { kind: "item" }],
        ["bas.import.column", [3], { field_name: "phone" }],
        ["bas.import.column", [1], { policy: "overwrite" }],
        ["bas.import", [7], { source: "other" }],
        ["bas.import", [7], { policy: "overwrite" }],
    ]);
});

test("the day of the move is set by whoever moves the lists in", async () => {
    session = getSession("recognised", {}, { moved_on: "2026-01-01", moved_on_warning: "Invoices: 3" });
    const days = [];
    onRpc("bas.import", "set_moved_on", ({ args }) => days.push(args) && true);
    await open();
    expect(".o_bas_import_moved_on input").toHaveValue("01/01/2026");
    expect(".o_bas_import_options .text-warning-emphasis").toHaveText("Invoices: 3");
    await contains(".o_bas_import_moved_on input").edit("02/01/2026", { confirm: "enter" });
    expect(days).toEqual([[[7], "2026-02-01"]]);
});

test("a late answer does not replace the rows that were read after it", async () => {
    session = getSession("checked", { error: 60 });
    const late = new Deferred();
    let asked = 0;
    onRpc("bas.import.table", "get_rows", async () => {
        const number = ++asked;
        if (number === 2) {
            await late;
        }
        return { total: 60, rows: [{ id: number, number, values: { name: "Firm" }, action: "error", problem: "", remark: "", plan: {} }] };
    });
    await open();
    await contains(".o_bas_import_show_rows").click();
    const numbers = () => queryAllTexts(".o_bas_import_rows tbody td:first-child");
    expect(numbers()).toEqual(["1"]);
    await contains(".o_bas_import_rows .o_pager_next").click();
    expect(numbers()).toEqual(["1"], { message: "the next page is not here yet" });
    await contains(".o_bas_import_skip").click();
    await animationFrame();
    expect(numbers()).toEqual(["3"]);
    late.resolve();
    await animationFrame();
    expect(numbers()).toEqual(["3"]);
});

test("the check is run, and its page opens", async () => {
    await open();
    session = getSession("checked", { create: 2, error: 1 });
    await contains(".o_bas_import_check").click();
    expect(batches).toEqual(["check"]);
    expect(".o_bas_import_start").toHaveText("Import (2)");
    expect(".o_bas_import_step").toHaveCount(4);
    await contains(".o_bas_import_check_again").click();
    expect(batches).toEqual(["check", "check"]);
    await contains(".o_bas_import_start").click();
    expect(batches).toEqual(["check", "check", "import"]);
});

test("a question is answered by a button, a candidate, a record or a word", async () => {
    session = getSession("checked", { question: 2 });
    const question = { type: "reference", value: "", rows: 2, answer: "", record: false, answer_value: "", candidates: [] };
    questions = [
        { ...question, id: 1, name: "Which manager?", model: "res.partner", options: [["use", "Use"], ["empty", "Leave empty"]], candidates: [[4, "Olena"]] },
        { ...question, id: 2, name: "What does it mean?", type: "value", model: "", options: [["use", "Use"], ["skip", "Skip"]] },
    ];
    await open();
    expect(queryAllAttributes(".o_bas_import_question .card-body > div > i", "aria-label")).toEqual(["Has no answer yet", "Has no answer yet"]);
    expect(".o_bas_import_value").toHaveAttribute("aria-label", "What it means");
    await contains(".o_bas_import_question:first .o_bas_import_answer").click();
    await contains(".o_bas_import_question:first .o_bas_import_candidate").click();
    await contains(".o_bas_import_question:last .o_bas_import_value").edit("hour");
    expect(written).toEqual([
        ["bas.import.question", [1], { answer: "empty" }],
        ["bas.import.question", [1], { answer: "use", res_id: 4 }],
        ["bas.import.question", [2], { answer: "use", answer_value: "hour" }],
    ]);
    await contains(".o_bas_import_other").click();
    expect(".o_bas_import_record input").toHaveCount(1);
});

test("an answer to many rows is applied batch by batch, as the check is", async () => {
    session = getSession("checked", { question: 2500 });
    questions = [{
        id: 1, name: "Which manager?", type: "reference", value: "", rows: 2500, answer: "", record: false, answer_value: "",
        candidates: [], model: "res.users", options: [["empty", "Leave empty"]],
    }];
    const left = [1500, 500, 0];
    onRpc("bas.import", "run_batch", ({ args }) => {
        batches.push(args[1] || false);
        const rest = left.shift();
        return { step: rest && "recheck", state: "checked", done: 2500 - rest, total: 2500 };
    });
    await open();
    onRpc("bas.import.question", "write", () => {
        session = getSession("checked", { question: 2500 }, { step: "recheck" });
        return true;
    });
    onRpc("bas.import", "get_assistant", () => (left.length ? session : getSession("checked", { create: 2500 })));
    await contains(".o_bas_import_answer").click();
    await animationFrame();
    expect(batches).toEqual([false, false, false]);
    expect(".o_bas_import_start").toHaveText("Import (2,500)");
});

test("rows that match a record, or an archived one, are answered all at once; nothing else is chosen for them", async () => {
    session = getSession("checked", { question: 2 });
    const question = { value: "", rows: 2, answer: "", record: false, answer_value: "", model: "res.partner" };
    questions = [
        { ...question, id: 1, name: "The same?", type: "same", options: [["use", "Use"], ["create", "Create"]], candidates: [[4, "Olena"]] },
        { ...question, id: 2, name: "Archived", type: "archived", model: "", options: [["use", "Use"], ["restore", "Restore"]], candidates: [] },
    ];
    await open();
    expect(queryAllTexts(".o_bas_import_answer")).toEqual(["Use", "Create", "Use", "Restore"]);
    expect(".o_bas_import_candidate").toHaveCount(0);
    expect(".o_bas_import_other").toHaveCount(0);
    await contains(".o_bas_import_question:first .o_bas_import_answer:first").click();
    expect(written).toEqual([["bas.import.question", [1], { answer: "use" }]]);
});

test("after the import, the rest is corrected and imported", async () => {
    session = getSession("done", { create: 2, done: 2, error: 1 });
    await open();
    await contains(".o_bas_import_correct").click();
    expect(".o_bas_import_start").toHaveAttribute("disabled");
    await contains(".o_bas_import_show_rows:last").click();
    session = getSession("done", { create: 3, done: 2 });
    await contains(".o_bas_import_cell:last").edit("0671234567", { confirm: "blur" });
    expect(".o_bas_import_start").toHaveText("Import (1)");
    await contains(".o_bas_import_start").click();
    expect(batches).toEqual(["import"]);
});

test("a wrong text is corrected in place, or its row left out", async () => {
    session = getSession("checked", { error: 1 });
    await open();
    await contains(".o_bas_import_show_rows").click();
    expect(".o_bas_import_rows .text-danger").toHaveText("No code");
    await contains(".o_bas_import_cell:last").edit("0671234567", { confirm: "blur" });
    await contains(".o_bas_import_skip").click();
    expect(written).toEqual([
        ["bas.import.row", [11], { values: { name: "Firm", phone: "0671234567" } }],
        ["bas.import.row", [11], { is_skipped: true }],
    ]);
});

test("the next check waits for a correction that is being saved", async () => {
    session = getSession("checked", { error: 1 });
    const saving = new Deferred();
    await open();
    await contains(".o_bas_import_show_rows").click();
    onRpc("bas.import.row", "write", () => saving);
    await contains(".o_bas_import_cell:last").edit("0671234567", { confirm: "blur" });
    await contains(".o_bas_import_check_again").click();
    expect(batches).toEqual([]);
    saving.resolve(true);
    await animationFrame();
    expect(batches).toEqual(["check"]);
});

test("what is being typed stays when the answer to something else comes", async () => {
    session = getSession("checked", { error: 1, question: 1 });
    const question = { type: "value", value: "", rows: 1, answer: "", record: false, answer_value: "", candidates: [], model: "" };
    questions = [{ ...question, id: 1, name: "What does it mean?", options: [["use", "Use"], ["skip", "Skip"]] }];
    const saving = new Deferred();
    await open();
    await contains(".o_bas_import_show_rows:last").click();
    onRpc("bas.import.question", "write", () => saving);
    await contains(".o_bas_import_answer").click();
    await contains(".o_bas_import_cell:last").edit("0671234567", { confirm: false });
    saving.resolve(true);
    await animationFrame();
    expect(".o_bas_import_rows .o_bas_typed_text:last").toHaveValue("0671234567");
    await contains(".o_bas_import_value").edit("hour", { confirm: false });
    expect(written.at(-1)).toEqual(["bas.import.row", [11], { values: { name: "Firm", phone: "0671234567" } }]);
    expect(".o_bas_import_value").toHaveValue("hour");
});

test("errors are downloaded", async () => {
    session = getSession("checked", { error: 1 });
    onRpc("bas.import", "action_download_errors", () => ({ type: "ir.actions.act_url", url: "/x" }));
    await open();
    const opened = [];
    mockService("action", { doAction: (action) => opened.push(action.url) });
    await contains(".o_bas_import_errors").click();
    expect(opened).toEqual(["/x"]);
});

test("the undo tells its numbers before, and is run when they are confirmed", async () => {
    session = getSession("done", { create: 2, done: 2, error: 1 });
    onRpc("bas.import", "get_undo_preview", () => ({ deleted: 2, restored: 0, archived: 1, kept: 0, changed_since: 0, reasons: ["An order"] }));
    await open();
    expect(".alert").toHaveText("Rows imported: 2. Rows that wait for an answer or a correction: 1.");
    expect(".o_bas_import_records").toHaveCount(1);
    expect(".o_bas_import_changes").toHaveCount(1);
    expect(".o_bas_import_new").toHaveCount(1);
    await contains(".o_bas_import_undo").click();
    expect(".modal-body").toHaveText("records to delete: 2\nrecords in use, to archive: 1\n– An order");
    await contains(".modal-footer .btn-danger").click();
    expect(batches).toEqual(["undo"]);
});

test("the reconciliation shows what differs, and its figures open their rows", async () => {
    session = getSession("done", { create: 2, done: 2 });
    const opened = [];
    onRpc("bas.import", "action_open_reconciliation", () => ({
        type: "ir.actions.client", tag: "bas_import_reconciliation", name: "Reconciliation", context: { active_id: 7 },
    }));
    onRpc("bas.import", "get_reconciliation", () => ({
        id: 7, name: "Moving In", verdict: "Lines that do not agree: 1.", is_green: false,
        sections: [{
            key: "totals", title: "Totals of the files",
            columns: [
                { name: "file", label: "In the File", type: "amount", opens: false },
                { name: "rows", label: "Sum of Its Rows", type: "amount", opens: true },
                { name: "difference", label: "Difference", type: "amount", opens: false },
            ],
            lines: [{ key: "5/3", name: "Debt", mood: "wrong", note: "Rows are missing.", cells: { file: 1000, rows: 1300.5, difference: 300.5 } },
                ...["ok", "explained", "info"].map((mood) => ({ key: mood, name: mood, mood, note: "", cells: {} }))],
        }],
    }));
    onRpc("bas.import", "action_open_figure", ({ args }) => {
        opened.push(args);
        return { type: "ir.actions.client", tag: "bas_import_assistant", context: { active_id: 7 } };
    });
    await open();
    await contains(".o_bas_import_reconcile").click();
    await animationFrame();
    expect(".o_bas_reconciliation_verdict").toHaveText("Lines that do not agree: 1.");
    expect(queryAllTexts(".o_bas_reconciliation_wrong td")).toEqual(["Debt\nRows are missing.", "1,000.00", "1,300.50", "300.50"]);
    expect(".o_bas_reconciliation_open").toHaveCount(1);
    expect(queryAllAttributes(".o_bas_reconciliation_mood", "aria-label")).toEqual(["Does not agree", "Agrees", "Differs, and the reason is known"]);
    expect(".o_bas_reconciliation_print").toHaveCount(1);
    expect(".o_bas_reconciliation_xlsx").toHaveCount(1);
    await contains(".o_bas_reconciliation_open").click();
    expect(opened).toEqual([[[7], "totals", "5/3", "rows"]]);
});

test("what was stopped goes on, and the rest can be corrected", async () => {
    session = getSession("done", { create: 2, done: 2, error: 1 }, { step: "import" });
    await open();
    await contains(".o_bas_import_go_on").click();
    expect(batches).toEqual([false]);
    await contains(".o_bas_import_correct").click();
    expect(".o_bas_import_counts").toHaveCount(1);
});

test("a run is stopped after its batch", async () => {
    let finish;
    onRpc("bas.import", "run_batch", () => new Promise((resolve) => (finish = resolve)));
    await open();
    await contains(".o_bas_import_check").click();
    await contains(".o_bas_import_stop").click();
    expect(".o_bas_import_stop").toHaveAttribute("disabled");
    finish({ step: "check", state: "recognised", done: 1, total: 3 });
    await animationFrame();
    await animationFrame();
    expect(".o_bas_import_progress").toHaveCount(0);
});

test("a file is taken away before the import", async () => {
    session = getSession("draft");
    await open();
    await contains(".o_bas_import_remove").click();
    expect(written).toEqual([["bas.import", [7], { file_ids: [[3, 9]] }]]);
});
