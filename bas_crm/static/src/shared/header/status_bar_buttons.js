import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { StatusBarButtons } from "@web/views/form/status_bar_buttons/status_bar_buttons";
import { onMounted, onPatched, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

/**
 * Forms with this class keep their buttons in one row; buttons that do not fit are moved to the menu ⋮, as on a phone.
 * Buttons with a hotkey are moved last, and the hotkey also works in the menu.
 */
const ONE_ROW = ".o_bas_one_row";

patch(StatusBarButtons.prototype, {
    setup() {
        super.setup();
        this.buttonsRef = useRef("bas_buttons");
        this.row = useState({ folded: [] });
        this.menu = useDropdownState();
        this.hotkeys = useService("hotkey");
        this.keys = {};
        useEffect(
            () => {
                const removes = this.row.folded.map((slot) => this.listenToKey(this.keys[slot]));
                return () => removes.forEach((remove) => remove());
            },
            () => [this.row.folded.join()]
        );
        let width, shown;
        const measure = () => {
            const names = this.visibleSlotNames.join();
            if (names !== shown && this.row.folded.length) {
                this.row.folded = []; // the buttons have changed: measure all of them
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
            if (this.row.folded.length) {
                this.row.folded = [];
            } else {
                this.fitRow(); // the chatter beside the form has appeared
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
        return this.visibleSlotNames.filter((slot) => !this.row.folded.includes(slot));
    },

    get buttonsInMenu() {
        return this.visibleSlotNames.filter((slot) => this.row.folded.includes(slot));
    },

    /** Move buttons from the row to the menu ⋮ until the rest fits. */
    fitRow() {
        const el = this.buttonsRef.el;
        if (this.env.isSmall || !el?.closest(ONE_ROW)) {
            return;
        }
        const items = [...el.children].filter((item) => item.offsetHeight);
        const first = items[0];
        const over = items.filter((item) => item.offsetTop >= first.offsetTop + first.offsetHeight / 2);
        if (over.length) {
            const width = over.reduce((sum, item) => sum + item.offsetWidth, 0);
            this.fold(items, this.row.folded.length ? 1 : width);
        }
    },

    /** Move buttons from the end of the row until ``width`` is saved; at least one button remains. */
    fold(items, width) {
        const slots = this.buttonsInRow;
        if (!this.row.folded.length) {
            this.keys = Object.fromEntries(slots.map((slot, index) => [slot, items[index]?.dataset.hotkey]));
        }
        const fromEnd = slots.map((slot, index) => [slot, items[index]?.offsetWidth || 0]).reverse();
        const plain = fromEnd.filter(([slot]) => !this.keys[slot]);
        const keyed = fromEnd.filter(([slot]) => this.keys[slot]);
        const folded = [];
        for (const [slot, size] of [...plain, ...keyed].slice(0, -1)) {
            if (width <= 0) {
                break;
            }
            folded.push(slot);
            width -= size;
        }
        if (folded.length) {
            this.row.folded = [...this.row.folded, ...folded];
        }
    },

    /**
     * Buttons in the menu are not on the page, so a hotkey opens the menu first.
     *
     * @returns {Function} removes the hotkeys
     */
    listenToKey(key) {
        return key
            ? this.hotkeys.add(`alt+${key}`, () => this.pressInMenu(key), { bypassEditableProtection: true })
            : () => {};
    },

    pressInMenu(key) {
        document.activeElement?.blur(); // commit the typed value first, as for a button in the row
        this.pressed = key;
        this.menu.open();
    },

    onMenuOpened() {
        const key = this.pressed;
        this.pressed = undefined;
        if (key) {
            document.querySelector(`.o_bas_folded_buttons [data-hotkey="${key}"]`)?.click();
        }
    },
});
