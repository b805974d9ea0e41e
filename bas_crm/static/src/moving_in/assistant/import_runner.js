import { reactive } from "@odoo/owl";

/** The rate is that of the last batches, so that a slow list does not spoil the guess for the next one. */
const REMEMBERED = 5;

/**
 * Runs a step of an import batch by batch, each a request of its own, until the server says that the step has ended, or somebody stops it.
 *
 * @param {(step: string|false) => Promise<{step: string|false, done: number, total: number}>} runBatch
 *     with a step: begins it; without: goes on with what is not finished
 */
export class ImportRunner {
    constructor(runBatch, now = () => performance.now()) {
        this.runBatch = runBatch;
        this.now = now;
        this.state = reactive({ step: false, done: 0, total: 0, rate: 0, isRunning: false, isStopping: false });
    }

    /**
     * @param {string|false} step
     * @returns {Promise<boolean>} whether the step is finished
     */
    async run(step = false) {
        const { state } = this;
        // A step that goes on begins with what was done before.
        this.measured = step ? [[this.now(), 0]] : [];
        Object.assign(state, { step, done: 0, total: 0, rate: 0, isRunning: true, isStopping: false });
        try {
            let found = await this.runBatch(step);
            this.note(found);
            while (found.step && !state.isStopping) {
                found = await this.runBatch(false);
                this.note(found);
            }
            return !found.step;
        } finally {
            Object.assign(state, { isRunning: false, isStopping: false });
        }
    }

    stop() {
        this.state.isStopping = this.state.isRunning;
    }

    note({ step, done, total }) {
        const { measured } = this;
        measured.push([this.now(), done]);
        measured.splice(0, measured.length - REMEMBERED - 1);
        const [[since, before], [until, after]] = [measured[0], measured.at(-1)];
        const rate = until > since ? (1000 * (after - before)) / (until - since) : 0;
        Object.assign(this.state, { step: step || this.state.step, done, total, rate });
    }

    get percent() {
        const { done, total } = this.state;
        return total ? Math.min(100, Math.floor((100 * done) / total)) : 0;
    }

    /** @returns {number|null} null while it cannot be told */
    get secondsLeft() {
        const { done, total, rate } = this.state;
        return rate > 0 ? Math.ceil((total - done) / rate) : null;
    }
}
