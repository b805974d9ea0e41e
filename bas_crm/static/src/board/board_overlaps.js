import { groupBy } from "@web/core/utils/arrays";

/** Records that take hours of somebody's day, by calendar. */
function groupByCalendar(records) {
    const taking = records.filter((record) => !record.isAllDay && record.calendarId && record.end > record.start);
    return Object.values(groupBy(taking, (record) => record.calendarId));
}

/**
 * Mark records that stand on one calendar at the same time.
 *
 * Sorted by beginning, a record overlaps an earlier one if and only if it overlaps the one that ends last.
 *
 * @param {Object[]} records of the board; gets `hasOverlap`
 */
export function markOverlaps(records) {
    for (const group of groupByCalendar(records)) {
        group.sort((one, other) => one.start - other.start);
        let last = group[0];
        for (const record of group.slice(1)) {
            if (record.start < last.end) {
                record.hasOverlap = last.hasOverlap = true;
            }
            last = record.end > last.end ? record : last;
        }
    }
}
