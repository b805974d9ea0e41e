import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";
import { COMPARING_GROUP } from "../report/report_search";

/** Whatever is has a width that is seen. */
const LEAST = 0.5;

/**
 * The bars of one manager: a bar is a list of parts, laid end to end.
 *
 * @param {string} indicator
 * @param {{name: string, color: number|false}[]} columns
 * @param {Object} figures column → number
 */
export function getBars(indicator, columns, figures) {
    const parts = columns
        .filter((column) => column.color !== false)
        .map((column) => ({ column, value: Math.max(figures[column.name] || 0, 0) }));
    if (indicator === "debt") {
        // Overdue debt is a part of the debt, but prepayments can make the debt smaller than its overdue part.
        const [debt, overdue] = parts;
        return [[overdue, { ...debt, value: Math.max(debt.value - overdue.value, 0) }]];
    }
    return indicator === "orders" || indicator === "events" ? [parts] : parts.map((part) => [part]);
}

/**
 * @param {{value: number}[][][]} rows bars of each manager
 * @param {number[]} others numbers drawn on the same scale
 * @returns {number} the value of the longest bar
 */
export function getScale(rows, others) {
    const sums = rows.flat().map((parts) => parts.reduce((sum, part) => sum + part.value, 0));
    return Math.max(0, ...sums, ...others);
}

export function getWidth(value, scale) {
    return value > 0 && scale ? Math.max((100 * value) / scale, LEAST) : 0;
}

export class ManagerModel extends Model {
    setup({ resModel }) {
        this.resModel = resModel;
        this.keepLast = new KeepLast();
        this.data = null;
    }

    async load({ context, domain }) {
        this.searchParams = { context, domain };
        this.data = await this.keepLast.add(this.read(context, domain));
        this.env.searchModel.showManagers(this.data.rows);
        this.notify();
    }

    /** Two managers are read with all indicators; whoever may not compare managers gets the usual table, e.g. from a favourite. */
    async read(context, domain) {
        if (context.bas_manager_pair) {
            const mayCompare = await user.hasGroup(COMPARING_GROUP);
            const sections = mayCompare ? await this.orm.call(this.resModel, "get_pair", [domain], { context }) : [];
            if (sections.length) {
                return { ...sections[0], sections };
            }
            context = { ...context, bas_manager_pair: false };
        }
        const indicator = context.bas_manager_indicator || "revenue";
        return this.orm.call(this.resModel, "get_figures", [indicator, domain], { context });
    }

    hasData() {
        return Boolean(this.data.rows.length);
    }

    /** What is drawn of each manager. */
    getRows() {
        const { indicator, columns, rows, previous } = this.data;
        const main = columns[0].name;
        const bars = rows.map((row) => getBars(indicator, columns, row.figures));
        const before = rows.map((row) => (previous ? row.previous[main] || 0 : 0));
        const scale = getScale(bars, before);
        return rows.map((row, index) => ({
            ...row,
            bars: bars[index].map((parts) => parts.map((part) => ({ ...part, width: getWidth(part.value, scale) }))),
            before: getWidth(before[index], scale),
        }));
    }
}
