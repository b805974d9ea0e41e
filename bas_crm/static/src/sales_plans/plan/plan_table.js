import { roundDecimals } from "@web/core/utils/numbers";

export const MEASURES = ["quantity", "price_unit", "amount"];
const EMPTY = [0, 0, 0];

/** what shows a plan, at a desk or on a phone, gets from the field */
export const SHOWN_PROPS = {
    table: Object,
    revision: Number,
    measures: Array,
    totals: Array,
    labels: Object,
    format: Function,
    editable: Boolean,
    onEdit: Function,
    onRemove: Function,
    onUndo: Function,
};

/**
 * The table of a sales plan while it is edited: the data of the server and the user's changes.
 *
 * A cell is ``[quantity, price, amount]``; if there is a quantity, the amount is quantity × price, rounded to the currency.
 * Every row counts its changes in ``version``, so that only changed rows are drawn again.
 */
export class PlanTable {
    /** @param {Object} value of the field ``matrix``, with ``changes`` and ``added`` of ``getValue`` */
    constructor(value) {
        this.base = value || {};
        for (const name of ["columns", "rows"]) {
            this.base[name] ||= [];
        }
        this.dates = this.base.columns.map((column) => column.date);
        this.rows = this.base.rows.map((row) => this.makeRow(row));
        this.byKey = new Map(this.rows.map((row) => [row.key, row]));
        this.seen = new Map();
        this.added = new Map();
        this.removed = new Map();
        this.history = [];
        this.replay(value || {});
    }

    makeRow(row) {
        return { ...row, cells: { ...row.cells }, version: 0 };
    }

    /** Do again what was changed before the table was put away, as when another tab of the form was looked at. */
    replay({ changes, added }) {
        if (!changes) {
            return;
        }
        this.addRows(added || []);
        for (const { key } of changes.removed) {
            this.removeRow(this.byKey.get(key));
        }
        for (const { key, date, quantity, price_unit, amount, was } of changes.cells) {
            const row = this.byKey.get(key);
            if (row) {
                row.cells[date] = [quantity, price_unit, amount];
                this.seen.set(`${key}|${date}`, { key, date, was });
            }
        }
        this.history = [];
    }

    /** @returns {Object} what the field holds until it is saved */
    getValue() {
        return {
            ...this.base,
            added: [...this.added.values()],
            changes: {
                rows: [...this.added.keys()],
                removed: [...this.removed].map(([key, was]) => ({ key, was })),
                cells: [...this.seen.values()]
                    .filter(({ key }) => this.byKey.has(key))
                    .map(({ key, date, was }) => {
                        const [quantity, price_unit, amount] = this.byKey.get(key).cells[date] || EMPTY;
                        return { key, date, quantity, price_unit, amount, was };
                    }),
            },
        };
    }

    // ------------------------------------------------------------
    // Reading
    // ------------------------------------------------------------

    getCell(row, date) {
        return row.cells[date] || EMPTY;
    }

    /** The price with which a cell begins: its own, the price list's, that of the nearest column before or after. */
    getPrice(row, date) {
        const own = this.getCell(row, date)[1] || row.prices?.[date];
        if (own) {
            return own;
        }
        const place = this.dates.indexOf(date);
        const around = [...this.dates.slice(0, place).reverse(), ...this.dates.slice(place + 1)];
        const other = around.find((day) => this.getCell(row, day)[1]);
        return other ? this.getCell(row, other)[1] : 0;
    }

    getFigure(row, date, measure) {
        return this.getCell(row, date)[MEASURES.indexOf(measure)];
    }

    getRowTotal(row, measure) {
        const place = MEASURES.indexOf(measure);
        return this.round(measure, Object.values(row.cells).reduce((sum, cell) => sum + cell[place], 0));
    }

    getColumnTotal(date, measure) {
        const place = MEASURES.indexOf(measure);
        return this.round(
            measure,
            this.rows.reduce((sum, row) => sum + this.getCell(row, date)[place], 0)
        );
    }

    getTotal(measure) {
        return this.round(
            measure,
            this.rows.reduce((sum, row) => sum + this.getRowTotal(row, measure), 0)
        );
    }

    hasWholeSums() {
        return this.rows.every(({ cells }) => Object.values(cells).every(([, , amount]) => Number.isInteger(amount)));
    }

    round(measure, value) {
        return roundDecimals(value, measure === "quantity" ? this.base.quantity_digits : this.base.digits);
    }

    // ------------------------------------------------------------
    // Changing
    // ------------------------------------------------------------

    /**
     * @param {Array} edits of ``{row, date, measure, value}``; they are undone together
     */
    edit(edits) {
        const step = [];
        for (const { row, date, measure, value } of edits) {
            const before = this.getCell(row, date);
            const after = this.settle(row, date, measure, value);
            if (before.some((figure, place) => figure !== after[place])) {
                step.push({ row, date, before });
                this.put(row, date, after);
            }
        }
        if (step.length) {
            this.history.push({ cells: step });
        }
        return step.length;
    }

    settle(row, date, measure, value) {
        let [quantity, price, amount] = this.getCell(row, date);
        price = this.getPrice(row, date);
        if (measure === "amount") {
            amount = this.round("amount", value);
            price = quantity ? amount / quantity : price;
        } else if (measure === "quantity") {
            quantity = this.round("quantity", value);
            amount = this.round("amount", quantity * price);
        } else {
            price = value;
            amount = quantity ? this.round("amount", quantity * price) : amount;
        }
        return this.base.by_quantity ? [quantity, price, amount] : [0, 0, amount];
    }

    put(row, date, cell) {
        const place = `${row.key}|${date}`;
        if (!this.seen.has(place)) {
            const was = this.base.rows.find(({ key }) => key === row.key)?.cells[date];
            this.seen.set(place, { key: row.key, date, was: was || EMPTY });
        }
        row.cells[date] = cell;
        row.version++;
    }

    /** @returns {Array} the rows that were not in the plan yet; they are undone together */
    addRows(rows) {
        const fresh = rows.filter(({ key }) => !this.byKey.has(key)).map((row) => this.makeRow(row));
        if (fresh.length) {
            this.history.push({ fresh: fresh.map((row) => ({ row, removed: this.removed.get(row.key) })) });
        }
        for (const row of fresh) {
            this.byKey.set(row.key, row);
            if (this.removed.has(row.key)) {
                this.bringBack(row);
            } else {
                this.added.set(row.key, { ...row, cells: {} });
            }
        }
        this.rows.push(...fresh);
        return fresh;
    }

    /** A row that was removed and is added again begins empty, as an edit of what it held. */
    bringBack(row) {
        const was = this.removed.get(row.key);
        this.removed.delete(row.key);
        for (const date of Object.keys(was)) {
            this.put(row, date, EMPTY);
        }
    }

    removeRow(row) {
        const had = this.base.rows.find(({ key }) => key === row.key);
        this.history.push({ row, place: this.rows.indexOf(row), added: this.added.get(row.key) });
        this.takeOut(row, had?.cells);
    }

    /** @param {Object} [removed] cells of the row in the saved plan, where it is in there */
    takeOut(row, removed) {
        this.rows.splice(this.rows.indexOf(row), 1);
        this.byKey.delete(row.key);
        this.added.delete(row.key);
        if (removed) {
            this.removed.set(row.key, removed);
        }
    }

    /** @returns {boolean} whether there was something to undo */
    undo() {
        const step = this.history.pop();
        for (const { row, date, before } of step?.cells?.toReversed() || []) {
            this.put(row, date, before);
        }
        for (const { row, removed } of step?.fresh || []) {
            this.takeOut(row, removed);
        }
        if (step?.row) {
            this.rows.splice(step.place, 0, step.row);
            this.byKey.set(step.row.key, step.row);
            this.removed.delete(step.row.key);
            if (step.added) {
                this.added.set(step.row.key, step.added);
            }
        }
        return !!step;
    }
}
