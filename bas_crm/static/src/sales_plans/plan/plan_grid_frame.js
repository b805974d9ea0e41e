import { Component, onMounted, onPatched, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { clamp } from "@web/core/utils/numbers";
import { PlanMatrixRow } from "./plan_matrix_row";
import { SHOWN_PROPS } from "./plan_table";

/** of a row, in pixels, as the style sheet says: rows outside the window are not drawn, only their height is kept */
const ROW_HEIGHT = 33;
const SPARE_ROWS = 12;

/** How the table stands on the screen: what of it is drawn, where we are, what is selected. */
export class PlanGridFrame extends Component {
    static template = "bas_crm.PlanGrid";
    static components = { PlanMatrixRow };
    static props = SHOWN_PROPS;

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
    // Visible part
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
    // Selection
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
        ev.preventDefault();
        if (!this.commit()) {
            return;
        }
        this.dragging = true;
        this.select(Number(cell.dataset.row), Number(cell.dataset.place), ev.shiftKey);
        this.root.el.focus({ preventScroll: true });
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
}
