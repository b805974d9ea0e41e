/** More people do not stand side by side in a day: their columns would be too narrow to read. */
const MOST = 6;
/** what a phone has room for */
const MOST_ON_PHONE = 2;
const NO_HOURS = [{ daysOfWeek: [7], startTime: "00:00", endTime: "00:00" }];

/**
 * The people of a day who stand side by side: those whose calendars are ticked, where there are two to six of them.
 *
 * @param {Object[]} ticked filters of the side panel
 * @returns {{id: number, name: string, colorIndex: number}[]}
 */
export function getColumns(ticked) {
    const isReadable = ticked.length > 1 && ticked.length <= MOST;
    return isReadable ? ticked.map(({ value, label, colorIndex }) => ({ id: value, name: label, colorIndex })) : [];
}

/** @returns {Object[]} the columns that fit the screen, from number ``first`` on */
export function getShownColumns(columns, first, isSmall) {
    return isSmall ? columns.slice(first, first + MOST_ON_PHONE) : columns;
}

/** @returns {number} where the next or the previous columns of a phone begin */
export function turnColumns(columns, first, step) {
    const next = first + step * MOST_ON_PHONE;
    return next >= 0 && next < columns.length ? next : first;
}

/**
 * In the grid of the calendar's library the columns are days that follow each other: the first is the day that is
 * shown, and each of the others stands for a person on that same day.
 */
export class PeopleOfDay {
    constructor(day, columns) {
        this.day = day.startOf("day");
        this.columns = columns;
    }

    /** @returns {number} in whose column a moment of the grid is */
    getIndex(moment) {
        return Math.round(moment.startOf("day").diff(this.day, "days").days);
    }

    getColumn(moment) {
        return this.columns[this.getIndex(moment)];
    }

    /** Whatever is dropped, stretched or marked stays in one column. */
    isInOneColumn({ start, end }) {
        const [first, last] = [start, new Date(end - 1)].map((date) => luxon.DateTime.fromJSDate(date));
        return this.getIndex(first) === this.getIndex(last);
    }

    /** @returns {DateTime} the moment of the day behind one of the grid */
    toDay(moment) {
        return moment.minus({ days: this.getIndex(moment) });
    }

    /** @returns {{start: DateTime, end: DateTime}} the part of a record that is in this day, by the hours of the day */
    clip({ start, end }) {
        const { day } = this;
        const midnight = day.plus({ days: 1 });
        return { start: start < day ? day : start, end: end > midnight ? midnight : end };
    }

    /** @returns {{start: DateTime, end: DateTime}} where the record is in the grid */
    toGrid(record, index, isWholeDay) {
        const { start, end } = isWholeDay ? { start: this.day, end: this.day.plus({ days: 1 }) } : this.clip(record);
        return { start: start.plus({ days: index }), end: end.plus({ days: index }) };
    }

    /** What was dropped from a grid that shows a part of the record moves the whole of it. */
    moveWhole(before, change) {
        const shown = this.clip(before);
        const [start, end] = ["start", "end"].map((edge) => change[edge] && before[edge].plus(change[edge].diff(shown[edge])));
        return { ...change, start, ...(end && { end }) };
    }

    /**
     * @param {Object} hours id of a calendar → hours at which the person works, as the library takes them
     * @returns {Object[]} the same of the days in the grid
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
