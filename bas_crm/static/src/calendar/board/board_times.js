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
 * The times of a new record, from a click on a cell or a drag over several. Of a click the server knows the end: it depends
 * on what is made.
 *
 * @param {Object} cell `start`, `end` (none for a click) and `isAllDay` (the cell is in the all-day row)
 * @returns {{start: DateTime, stop: DateTime|undefined}}
 */
export function getEntryTimes(cell) {
    if (cell.isAllDay) {
        return daysToTimes(cell);
    }
    return { start: cell.end ? cell.start : floorToRow(cell.start), stop: cell.end };
}

/**
 * A document, or a record so long that it is shown in the all-day row, keeps its hours when it is dropped in this row:
 * only its day changes.
 *
 * @param {Object} before the record before the change
 * @param {Object} change the new times
 * @param {boolean} moved true if the whole record was moved, false if it was resized
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
