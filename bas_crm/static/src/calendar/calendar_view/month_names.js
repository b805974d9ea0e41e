import { patch } from "@web/core/utils/patch";
import { CalendarController } from "@web/views/calendar/calendar_controller";

/** Use the nominative form of a month's name without a day; languages without cases have one form only. */
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
