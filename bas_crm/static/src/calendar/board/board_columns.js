/** Maximum number of columns in the day view: with more people they would be too narrow to read. */
const MOST = 6;
/** number of columns that fit a phone */
const MOST_ON_PHONE = 2;
const NO_HOURS = [{ daysOfWeek: [7], startTime: "00:00", endTime: "00:00" }];

/**
 * The people who get a column in the day view: those whose calendars are ticked, if there are two to six of them.
 *
 * @param {Object[]} ticked filters of the side panel
 * @returns {{id: number, name: string, colorIndex: number}[]}
 */
export function getColumns(ticked) {
    const isReadable = ticked.length > 1 && ticked.length <= MOST;
    return isReadable ? ticked.map(({ value, label, colorIndex }) => ({ id: value, name: label, colorIndex })) : [];
}

/** @returns {Object[]} the columns that fit the screen, beginning with number `first` */
export function getShownColumns(columns, first, isSmall) {
    return isSmall ? columns.slice(first, first + MOST_ON_PHONE) : columns;
}

/** @returns {number} number of the first column on the next or previous page of a phone */
export function turnColumns(columns, first, step) {
    const next = first + step * MOST_ON_PHONE;
    return next >= 0 && next < columns.length ? next : first;
}

/**
 * Converts between days of people and the grid. FullCalendar's columns are consecutive days: the first one is the day
 * shown, and each column is that same day of one person.
 */
export class PeopleOfDay {
    constructor(day, columns) {
        this.day = day.startOf("day");
        this.columns = columns;
    }

    /** @returns {number} number of the column that a moment of the grid is in */
    getIndex(moment) {
        return Math.round(moment.startOf("day").diff(this.day, "days").days);
    }

    getColumn(moment) {
        return this.columns[this.getIndex(moment)];
    }

    /** @returns {boolean} whether a dropped, resized or selected span is within one column */
    isInOneColumn({ start, end }) {
        const [first, last] = [start, new Date(end - 1)].map((date) => luxon.DateTime.fromJSDate(date));
        return this.getIndex(first) === this.getIndex(last);
    }

    /** @returns {DateTime} the real moment for one of the grid */
    toDay(moment) {
        return moment.minus({ days: this.getIndex(moment) });
    }

    /** @returns {{start: DateTime, end: DateTime}} the part of a record that is within this day */
    clip({ start, end }) {
        const { day } = this;
        const midnight = day.plus({ days: 1 });
        return { start: start < day ? day : start, end: end > midnight ? midnight : end };
    }

    /** @returns {{start: DateTime, end: DateTime}} the span of the record in the grid */
    toGrid(record, index, isWholeDay) {
        const { start, end } = isWholeDay ? { start: this.day, end: this.day.plus({ days: 1 }) } : this.clip(record);
        return { start: start.plus({ days: index }), end: end.plus({ days: index }) };
    }

    /** If the grid shows only a part of the record, apply the move of this part to the whole record. */
    moveWhole(before, change) {
        const shown = this.clip(before);
        const [start, end] = ["start", "end"].map((edge) => change[edge] && before[edge].plus(change[edge].diff(shown[edge])));
        return { ...change, start, ...(end && { end }) };
    }

    /**
     * @param {Object} hours id of a calendar → working hours of the person, in FullCalendar's format
     * @returns {Object[]} the same for the days of the grid
     */
    toBusinessHours(hours) {
        const today = this.day.weekday % 7;
        const shown = this.columns.flatMap(({ id }, index) =>
            (hours[id] || [])
                .filter(({ daysOfWeek }) => daysOfWeek.includes(today))
                .map((span) => ({ ...span, daysOfWeek: [this.day.plus({ days: index }).weekday % 7] }))
        );
        return shown.length ? shown : NO_HOURS;
    }
}
