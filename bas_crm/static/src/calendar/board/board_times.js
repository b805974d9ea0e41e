const MORNING = 9;
const EVENING = 18;

/** A row of the grid is half an hour high. */
const floorToRow = (time) => time.startOf("hour").plus({ minutes: time.minute < 30 ? 0 : 30 });
const atHour = (day, hour) => day.startOf("day").set({ hour });
const atTimeOf = (day, { hour, minute }) => day.startOf("day").set({ hour, minute });

function daysToTimes({ start, end }) {
    const first = atHour(start, MORNING);
    const isRange = end && end.startOf("day") > start.startOf("day");
    return { start: first, stop: isRange ? atHour(end, EVENING) : undefined };
}

/**
 * The hours that somebody means who clicks a cell or drags over several. Of a click the server knows the end: it depends
 * on what is made.
 *
 * @param {Object} cell `start`, `end` (none for a click) and `isAllDay` (a whole day was meant)
 * @returns {{start: DateTime, stop: DateTime|undefined}}
 */
export function getEntryTimes(cell) {
    if (cell.isAllDay) {
        return daysToTimes(cell);
    }
    return { start: cell.end ? cell.start : floorToRow(cell.start), stop: cell.end };
}

/**
 * The row of whole days takes no hours from a document, nor from a record so long that it stands there by itself:
 * both move to another day at their time.
 *
 * @param {Object} before the record as it stands
 * @param {Object} change where it was dropped
 * @param {boolean} moved as a whole, not by one edge
 * @returns {Object} the change, with hours
 */
export function keepHours(before, change, moved) {
    const length = before.end.diff(before.start);
    if (before.isAllDay) {
        return change;
    }
    if (!change.isAllDay) {
        return { ...change, end: change.end || change.start.plus(length) };
    }
    if (!before.isDocument && length.as("hours") < 24) {
        return change;
    }
    const start = atTimeOf(change.start, before.start);
    const end = moved || !change.end ? start.plus(length) : atTimeOf(change.end, before.end);
    return { ...change, start, end, isAllDay: false };
}
