import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";
import { COMPARING_GROUP } from "../report/report_search";

/** Whatever has a count or a sum has a width that is seen. */
const LEAST = 3;

/**
 * Corners of a step in a drawing of 100 × 10: it narrows to the width of the step below.
 *
 * @param {number} width percent
 * @param {number} next percent
 */
export function getCorners(width, next) {
    const corners = [[50 - width / 2, 0], [50 + width / 2, 0], [50 + next / 2, 10], [50 - next / 2, 10]];
    return corners.map(([x, y]) => `${+x.toFixed(2)},${y}`).join(" ");
}

/**
 * Widths of the steps in per cent. In a snapshot the number of fulfilled documents only grows and would make the other steps
 * too narrow, so the final step is as wide as the widest of the others.
 *
 * @param {{count: number, amount: number}[]} cells
 * @param {"count"|"amount"} unit
 * @param {boolean[]} [unbounded] steps that do not set the scale
 */
export function getWidths(cells, unit, unbounded = []) {
    const bounded = cells.filter((cell, index) => !unbounded[index] && cell[unit]);
    const widest = Math.max(0, ...(bounded.length ? bounded : cells).map((cell) => cell[unit]));
    return cells.map((cell) =>
        cell[unit] > 0 && widest ? Math.min(100, Math.max((100 * cell[unit]) / widest, LEAST)) : 0
    );
}

export class FunnelModel extends Model {
    setup({ resModel }) {
        this.resModel = resModel;
        this.keepLast = new KeepLast();
        this.data = null;
    }

    async load({ context, domain, groupBy }) {
        this.searchParams = { context, domain, groupBy };
        this.data = await this.keepLast.add(this.read(context, domain, groupBy));
        this.env.searchModel.showFunnel(this.data);
        this.notify();
    }

    /** Whoever may not compare managers gets the usual funnel, e.g. from a favourite. */
    async read(context, domain, groupBy) {
        if (context.bas_funnel_pair && !(await user.hasGroup(COMPARING_GROUP))) {
            context = { ...context, bas_funnel_pair: false };
        }
        return this.orm.call(this.resModel, "get_funnel", [domain, groupBy], { context });
    }

    hasData() {
        return Boolean(this.data.groups.length);
    }

    /** What is drawn of one funnel; the losses have one scale in all of them. */
    getRows(group, unit) {
        const { steps, reading, groups, has_conversion: isFunnel } = this.data;
        const unbounded = steps.map((step) => reading === "snapshot" && step.is_done);
        const widths = getWidths(group.cells, unit, unbounded);
        const mostLost = Math.max(0, ...groups.flatMap(({ cells }) => cells.map((cell) => cell.lost)));
        return steps.map((step, index) => {
            const cell = group.cells[index];
            return {
                step,
                cell,
                before: group.before ? group.before[index] : null,
                corners: getCorners(widths[index], isFunnel ? widths[index + 1] ?? widths[index] : widths[index]),
                bars: cell.reasons.map((reason) => ({ ...reason, width: (100 * reason.count) / mostLost })),
            };
        });
    }
}
