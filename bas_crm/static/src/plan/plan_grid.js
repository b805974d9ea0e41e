import { Component, onMounted, onPatched, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { clamp } from "@web/core/utils/numbers";
import { parseBlock, parseNumber } from "./plan_numbers";
import { PlanMatrixRow } from "./plan_matrix_row";

/** of a row, in pixels, as the style sheet says: rows outside the window are not drawn, only their height is kept */
const ROW_HEIGHT = 33;
const SPARE_ROWS = 12;

const MOVES = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Enter: [1, 0],
    Tab: [0, 1],
};

/**
 * The table at a desk, with the keyboard of a spreadsheet: arrows, Tab and Enter move, typing or F2 edits, Escape leaves a
 * cell as it was, Shift selects, Delete empties, Ctrl+C and Ctrl+V copy and paste blocks, Ctrl+Z undoes.
 */
export class PlanGrid extends Component {
    static template = "bas_crm.PlanGrid";
    static components = { PlanMatrixRow };
    static props = {
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

    setup() {
        this.notification = useService("notification");
        this.root = useRef("root");
        this.state = useState({ row: 0, place: 0, toRow: 0, toPlace: 0, edited: null, first: 0, visible: 40 });
        this.freeEditing = false;
        useExternalListener(document, "mouseup", () => (this.dragging = false));
        onMounted(() => this.measure());
        useExternalListener(window, "resize", () => this.measure());
        useEffect(
            () => this.keepInside(),
            () => [this.rows.length, this.places.length]
        );
        onPatched(() => {
            if (this.toReveal) {
                this.toReveal = false;
                this.reveal();
            }
        });
    }

    // ------------------------------------------------------------
    // What is drawn
    // ------------------------------------------------------------

    get rows() {
        return this.props.table.rows;
    }

    /** What stands side by side in a row: each measure of each column. The same array as long as nothing changes, since
     * rows are drawn again when they get another one. */
    get places() {
        const { table, measures } = this.props;
        if (this.placesOf?.[0] !== table || this.placesOf[1] !== measures) {
            this.placesOf = [table, measures];
            this.allPlaces = table.dates.flatMap((date) =>
                measures.map((measure, index) => ({ date, measure, first: !index }))
            );
        }
        return this.allPlaces;
    }

    get visibleRows() {
        const first = Math.max(0, this.state.first - SPARE_ROWS);
        const last = Math.min(this.rows.length, this.state.first + this.state.visible + SPARE_ROWS);
        return {
            rows: this.rows.slice(first, last).map((row, index) => ({ row, number: first + index })),
            above: first * ROW_HEIGHT,
            below: (this.rows.length - last) * ROW_HEIGHT,
        };
    }

    get block() {
        const { row, place, toRow, toPlace } = this.state;
        return {
            top: Math.min(row, toRow),
            bottom: Math.max(row, toRow),
            left: Math.min(place, toPlace),
            right: Math.max(place, toPlace),
        };
    }

    getRowProps({ row, number }, places) {
        const { top, bottom, left, right } = this.block;
        const inside = number >= top && number <= bottom;
        const active = number === this.state.row;
        return {
            row,
            number,
            places,
            version: row.version,
            totals: this.props.totals,
            table: this.props.table,
            format: this.props.format,
            editable: this.props.editable,
            onRemove: this.props.onRemove,
            from: inside ? left : -1,
            to: inside ? right : -2,
            active: active ? this.state.place : -1,
            edited: active ? this.state.edited : null,
        };
    }

    measure() {
        const height = this.root.el?.clientHeight || 0;
        this.state.visible = Math.ceil(height / ROW_HEIGHT) || 40;
    }

    onScroll() {
        const first = Math.floor(this.root.el.scrollTop / ROW_HEIGHT);
        if (Math.abs(first - this.state.first) >= SPARE_ROWS / 2 || first === 0) {
            this.state.first = first;
        }
    }

    /** Bring the active cell between the head, the names and the totals. */
    reveal() {
        const box = this.root.el;
        const head = box.querySelector("thead").offsetHeight;
        const foot = box.querySelector("tfoot").offsetHeight;
        const top = this.state.toRow * ROW_HEIGHT;
        const room = box.clientHeight - head - foot;
        if (top < box.scrollTop) {
            box.scrollTop = top;
        } else if (top + ROW_HEIGHT > box.scrollTop + room) {
            box.scrollTop = top + ROW_HEIGHT - room;
        }
        this.onScroll();
        const cell = box.querySelector(`td[data-row="${this.state.toRow}"][data-place="${this.state.toPlace}"]`);
        const name = box.querySelector("th.o_plan_name");
        const total = box.querySelector("th.o_last_total");
        if (cell && name) {
            const from = cell.offsetLeft - name.offsetWidth;
            const to = cell.offsetLeft + cell.offsetWidth + (total?.offsetWidth || 0);
            if (from < box.scrollLeft) {
                box.scrollLeft = from;
            } else if (to > box.scrollLeft + box.clientWidth) {
                box.scrollLeft = to - box.clientWidth;
            }
        }
    }

    // ------------------------------------------------------------
    // Where we are
    // ------------------------------------------------------------

    keepInside() {
        this.select(this.state.row, this.state.place);
    }

    select(row, place, extend = false) {
        row = clamp(row, 0, Math.max(0, this.rows.length - 1));
        place = clamp(place, 0, Math.max(0, this.places.length - 1));
        Object.assign(this.state, { toRow: row, toPlace: place });
        if (!extend) {
            Object.assign(this.state, { row, place });
        }
        this.toReveal = true;
    }

    move(rows, places, extend = false) {
        const { row, place, toRow, toPlace } = this.state;
        this.select((extend ? toRow : row) + rows, (extend ? toPlace : place) + places, extend);
    }

    /** Tab goes on in the next row.
     * @returns {boolean} false at the end of the table, where Tab leaves it */
    tab(back) {
        const width = this.places.length;
        const next = this.state.row * width + this.state.place + (back ? -1 : 1);
        if (next < 0 || next >= width * this.rows.length) {
            return false;
        }
        this.select(Math.floor(next / width), next % width);
        return true;
    }

    onMousedown(ev) {
        const cell = ev.target.closest("td[data-place]");
        if (!cell || ev.button || ev.target.tagName === "INPUT") {
            return;
        }
        this.commit();
        this.dragging = true;
        this.select(Number(cell.dataset.row), Number(cell.dataset.place), ev.shiftKey);
        this.root.el.focus({ preventScroll: true });
        ev.preventDefault();
    }

    onMouseover(ev) {
        const cell = this.dragging && ev.target.closest("td[data-place]");
        if (cell) {
            this.select(Number(cell.dataset.row), Number(cell.dataset.place), true);
        }
    }

    onDblclick(ev) {
        if (ev.target.closest("td[data-place]") && ev.target.tagName !== "INPUT") {
            this.startEditing();
        }
    }

    onFocusout(ev) {
        if (!this.root.el.contains(ev.relatedTarget)) {
            this.commit(false);
        }
    }

    // ------------------------------------------------------------
    // Editing
    // ------------------------------------------------------------

    startEditing(text = null) {
        if (!this.props.editable || !this.rows.length) {
            return;
        }
        const { date, measure } = this.places[this.state.place];
        const figure = this.props.table.getFigure(this.rows[this.state.row], date, measure);
        // Whoever types over a cell moves on with the arrows; whoever opens it moves within its text.
        this.freeEditing = text !== null;
        Object.assign(this.state, { toRow: this.state.row, toPlace: this.state.place });
        this.state.edited = text ?? this.props.format(measure, figure).replace(/[\s\u00a0\u202f]/g, "");
    }

    /** @returns {boolean} false where what is typed is no number: the cell stays open */
    commit(focus = true) {
        if (this.state.edited === null) {
            return true;
        }
        const input = this.root.el.querySelector("input.o_plan_input");
        const value = parseNumber(input ? input.value : this.state.edited);
        if (Number.isNaN(value) || value < 0) {
            this.complain(value);
            if (focus) {
                return false;
            }
        } else {
            const { date, measure } = this.places[this.state.place];
            this.props.onEdit([{ row: this.rows[this.state.row], date, measure, value: value || 0 }]);
        }
        this.stopEditing(focus);
        return true;
    }

    stopEditing(focus = true) {
        this.state.edited = null;
        if (focus) {
            this.root.el.focus({ preventScroll: true });
        }
    }

    complain(value) {
        this.notification.add(
            value < 0
                ? _t("A plan says what is to be sold: its figures cannot be below zero.")
                : _t("This is no number."),
            { type: "warning" }
        );
    }

    onKeydown(ev) {
        const handled = this.state.edited === null ? this.onMoveKey(ev) : this.onEditKey(ev);
        if (handled) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    onEditKey(ev) {
        if (ev.key === "Escape") {
            this.stopEditing();
            return true;
        }
        const leaves = ["Enter", "Tab"].includes(ev.key) || (this.freeEditing && ev.key in MOVES);
        if (!leaves) {
            return false;
        }
        return !this.commit() || this.go(ev) || ev.key !== "Tab";
    }

    onMoveKey(ev) {
        const control = ev.ctrlKey || ev.metaKey;
        if (ev.key in MOVES) {
            return this.go(ev) || ev.key !== "Tab";
        }
        if (control) {
            return this.onControlKey(ev);
        }
        if (ev.key === "F2") {
            this.startEditing();
        } else if (["Delete", "Backspace"].includes(ev.key)) {
            this.clear();
        } else if (ev.key === "Home" || ev.key === "End") {
            this.select(this.state.row, ev.key === "Home" ? 0 : this.places.length - 1, ev.shiftKey);
        } else if (ev.key === "PageUp" || ev.key === "PageDown") {
            const page = Math.max(1, this.state.visible - 4);
            this.move(ev.key === "PageUp" ? -page : page, 0, ev.shiftKey);
        } else if (!ev.altKey && /^[\d.,=-]$/.test(ev.key)) {
            this.startEditing(ev.key);
        } else {
            return false;
        }
        return true;
    }

    onControlKey(ev) {
        if (ev.altKey) {
            return false;
        }
        if (ev.code === "KeyZ") {
            this.props.onUndo();
        } else if (ev.code === "KeyA") {
            this.select(0, 0);
            this.select(this.rows.length - 1, this.places.length - 1, true);
        } else if (ev.code === "KeyD") {
            this.fillDown();
        } else if (ev.key === "Home") {
            this.select(0, 0, ev.shiftKey);
        } else if (ev.key === "End") {
            this.select(this.rows.length - 1, this.places.length - 1, ev.shiftKey);
        } else {
            return false;
        }
        return true;
    }

    /** @returns {boolean} whether there was somewhere to go */
    go(ev) {
        if (ev.key === "Tab") {
            return this.tab(ev.shiftKey);
        }
        const [rows, places] = MOVES[ev.key];
        if (ev.key === "Enter") {
            this.move(ev.shiftKey ? -rows : rows, 0);
        } else if (ev.ctrlKey || ev.metaKey) {
            this.move(rows * this.rows.length, places * this.places.length, ev.shiftKey);
        } else {
            this.move(rows, places, ev.shiftKey);
        }
        return true;
    }

    // ------------------------------------------------------------
    // Blocks
    // ------------------------------------------------------------

    /** @returns {Array} of arrays of ``{row, date, measure}``, row by row of the selection */
    getBlockCells() {
        const { top, bottom, left, right } = this.block;
        const places = this.places.slice(left, right + 1);
        return this.rows.slice(top, bottom + 1).map((row) => places.map((place) => ({ row, ...place })));
    }

    clear() {
        if (this.props.editable) {
            this.props.onEdit(this.getBlockCells().flat().map((cell) => ({ ...cell, value: 0 })));
        }
    }

    /** What stands in the first row of the selection goes into the others. */
    fillDown() {
        const [first, ...others] = this.getBlockCells();
        if (this.props.editable && others.length) {
            const values = first.map(({ row, date, measure }) => this.props.table.getFigure(row, date, measure));
            this.props.onEdit(others.flatMap((cells) => cells.map((cell, index) => ({ ...cell, value: values[index] }))));
        }
    }

    onCopy(ev) {
        if (this.state.edited !== null || !this.rows.length) {
            return;
        }
        const text = this.getBlockCells()
            .map((cells) =>
                cells
                    .map(({ row, date, measure }) =>
                        this.props.format(measure, this.props.table.getFigure(row, date, measure)).replace(/\s/g, "")
                    )
                    .join("\t")
            )
            .join("\n");
        ev.clipboardData.setData("text/plain", text);
        ev.preventDefault();
    }

    onPaste(ev) {
        if (this.state.edited !== null || !this.props.editable || !this.rows.length) {
            return;
        }
        ev.preventDefault();
        const { top, bottom, left, right } = this.block;
        let block = parseBlock(ev.clipboardData.getData("text/plain"));
        if (block.length === 1 && block[0].length === 1) {
            // One figure fills the selection.
            block = Array.from({ length: bottom - top + 1 }, () => Array(right - left + 1).fill(block[0][0]));
        }
        this.paste(block, top, left);
    }

    paste(block, top, left) {
        const edits = [];
        let wrong = 0;
        let outside = 0;
        block.forEach((texts, index) => {
            const row = this.rows[top + index];
            texts.forEach((text, offset) => {
                const place = this.places[left + offset];
                const value = parseNumber(text);
                if (!row || !place) {
                    outside += value === null ? 0 : 1;
                } else if (Number.isNaN(value) || value < 0) {
                    wrong++;
                } else {
                    edits.push({ row, date: place.date, measure: place.measure, value: value || 0 });
                }
            });
        });
        this.props.onEdit(edits);
        this.select(top, left);
        this.select(top + block.length - 1, left + Math.max(...block.map((texts) => texts.length)) - 1, true);
        if (wrong) {
            this.notification.add(_t("Cells that are no figures of a plan and were left out: %s", wrong), { type: "warning" });
        }
        if (outside) {
            this.notification.add(_t("Cells beyond the table that were left out: %s. Add rows first.", outside), {
                type: "warning",
            });
        }
    }
}
