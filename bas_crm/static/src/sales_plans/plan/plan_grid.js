import { _t } from "@web/core/l10n/translation";
import { parseBlock, parseNumber, toPlainText } from "./plan_numbers";
import { PlanGridFrame } from "./plan_grid_frame";

const MOVES = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Enter: [1, 0],
    Tab: [0, 1],
};

/**
 * The table for large screens, with the keyboard of a spreadsheet: arrows, Tab and Enter move, typing or F2 edits, Escape
 * cancels, Shift selects, Delete empties, Ctrl+C and Ctrl+V copy and paste blocks, Ctrl+Z undoes.
 */
export class PlanGrid extends PlanGridFrame {
    // ------------------------------------------------------------
    // Editing
    // ------------------------------------------------------------

    startEditing(text = null) {
        if (!this.props.editable || !this.rows.length) {
            return;
        }
        const { date, measure } = this.places[this.state.place];
        const figure = this.props.table.getFigure(this.rows[this.state.row], date, measure);
        // If the user types over a cell, arrows go to other cells; if the user opens it, they move the cursor in its text.
        this.freeEditing = text !== null;
        Object.assign(this.state, { toRow: this.state.row, toPlace: this.state.place });
        this.state.edited = text ?? toPlainText(this.props.format(measure, figure));
    }

    /** @returns {boolean} false where what is typed is no number: the cell stays open */
    commit(focus = true) {
        if (this.state.edited === null) {
            return true;
        }
        const text = this.root.el.querySelector("input.o_plan_input")?.value ?? this.state.edited;
        if (!this.freeEditing && text === this.state.edited) {
            // The shown figure is rounded; if it is not edited, the exact figure must not change.
            this.stopEditing(focus);
            return true;
        }
        const value = parseNumber(text);
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
                ? _t("Figures of a sales plan cannot be negative.")
                : _t("This is not a number."),
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
                        toPlainText(this.props.format(measure, this.props.table.getFigure(row, date, measure)))
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
            this.notification.add(_t("Cells with wrong figures that were left out: %s", wrong), { type: "warning" });
        }
        if (outside) {
            this.notification.add(_t("Cells beyond the table that were left out: %s. Add rows first.", outside), {
                type: "warning",
            });
        }
    }
}
