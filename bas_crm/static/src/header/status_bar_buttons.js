import { patch } from "@web/core/utils/patch";
import { StatusBarButtons } from "@web/views/form/status_bar_buttons/status_bar_buttons";
import { onMounted, onPatched, onWillUnmount, useRef, useState } from "@odoo/owl";

/** Forms that carry this class keep their buttons in one row; what has no place there stands under ⋮, as on a phone. */
const ONE_ROW = ".o_bas_one_row";

patch(StatusBarButtons.prototype, {
    setup() {
        super.setup();
        this.buttonsRef = useRef("bas_buttons");
        this.row = useState({ count: Infinity });
        let width, shown;
        const measure = () => {
            const names = this.visibleSlotNames.join();
            if (names !== shown && this.row.count !== Infinity) {
                this.row.count = Infinity; // other buttons: all of them are measured first
            } else {
                this.fitRow();
            }
            shown = names;
        };
        const observer = new ResizeObserver(([{ contentRect }]) => {
            if (width === contentRect.width) {
                return;
            }
            width = contentRect.width;
            if (this.row.count === Infinity) {
                this.fitRow(); // the chatter beside the form has come
            } else {
                this.row.count = Infinity;
            }
        });
        onMounted(() => {
            measure();
            const bar = this.buttonsRef.el?.closest(ONE_ROW) && this.buttonsRef.el.parentElement;
            if (bar) {
                observer.observe(bar);
            }
        });
        onPatched(measure);
        onWillUnmount(() => observer.disconnect());
    },

    get buttonsInRow() {
        return this.visibleSlotNames.slice(0, this.row.count);
    },

    get buttonsInMenu() {
        return this.visibleSlotNames.slice(this.buttonsInRow.length);
    },

    /** Take the last button out of the row until the rest, with ⋮ beside it, has a place there. */
    fitRow() {
        const el = this.buttonsRef.el;
        if (this.env.isSmall || !el?.closest(ONE_ROW)) {
            return;
        }
        const items = [...el.children].filter((item) => item.offsetHeight);
        const first = items[0];
        const inRow = items.filter((item) => item.offsetTop < first.offsetTop + first.offsetHeight / 2).length;
        if (inRow < items.length) {
            this.row.count = Math.max(1, this.row.count === Infinity ? inRow : this.row.count - 1);
        }
    },
});
