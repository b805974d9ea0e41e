import { describe, expect, test } from "@odoo/hoot";
import { getCertainty } from "@bas_crm/moving_in/assistant/import_lists";
import { ImportRunner } from "@bas_crm/moving_in/assistant/import_runner";

describe.current.tags("headless");

/** A server that needs so many batches of 100 rows, each taking a second. */
function makeServer(rows, done = 0) {
    const server = { time: 0, calls: [], done };
    server.runBatch = async (step) => {
        server.calls.push(step);
        server.time += 1000;
        server.done = Math.min(rows, server.done + 100);
        return { step: server.done < rows && "import", done: server.done, total: rows };
    };
    server.runner = new ImportRunner(server.runBatch, () => server.time);
    return server;
}

test("batch after batch until nothing is left", async () => {
    const server = makeServer(250);
    expect(await server.runner.run("import")).toBe(true);
    expect(server.calls).toEqual(["import", false, false]);
    expect(server.runner.state.isRunning).toBe(false);
    expect(server.runner.percent).toBe(100);
});

test("stopped, it ends after its batch, and goes on from there", async () => {
    const server = makeServer(250);
    const { runBatch } = server;
    server.runner.runBatch = async (step) => {
        const found = await runBatch(step);
        server.runner.stop();
        return found;
    };
    expect(await server.runner.run("import")).toBe(false);
    expect(server.calls).toEqual(["import"]);
    server.runner.runBatch = runBatch;
    expect(await server.runner.run()).toBe(true);
    expect(server.calls).toEqual(["import", false, false]);
});

test("the time left comes of the last batches", async () => {
    const server = makeServer(1000);
    const left = [];
    const { runBatch } = server;
    server.runner.runBatch = async (step) => {
        left.push(server.runner.secondsLeft);
        return runBatch(step);
    };
    await server.runner.run("import");
    expect(left.slice(0, 4)).toEqual([null, 9, 8, 7]);
    expect(server.runner.secondsLeft).toBe(0);
});

test("an error ends the run and is passed on", async () => {
    const runner = new ImportRunner(async () => {
        throw new Error("lost");
    });
    await expect(runner.run("check")).rejects.toThrow("lost");
    expect(runner.state.isRunning).toBe(false);
});

test("how sure a column is", () => {
    expect(getCertainty({ field: "", confidence: 100 })).toBe("none");
    expect(getCertainty({ field: "phone", confidence: 60 })).toBe("guess");
    expect(getCertainty({ field: "phone", confidence: 80 })).toBe("sure");
});
