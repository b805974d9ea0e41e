import { patch } from "@web/core/utils/patch";
import { CalendarController } from "@web/views/calendar/calendar_controller";

/** A month that stands alone is named in the nominative; languages without cases have one form for both. */
const nameMonth = (date) => date.toFormat("LLLL");

patch(CalendarController.prototype, {
    get weekHeader() {
        const { rangeStart, rangeEnd } = this.model;
        const [first, last] = [rangeStart, rangeEnd].map((date) => `${nameMonth(date)} ${date.year}`);
        if (rangeStart.year !== rangeEnd.year) {
            return `${first} – ${last}`;
        }
        return rangeStart.month === rangeEnd.month ? first : `${nameMonth(rangeStart)} – ${last}`;
    },

    get currentMonth() {
        return `${nameMonth(this.date)} ${this.date.year}`;
    },
});
