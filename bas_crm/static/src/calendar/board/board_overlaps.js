import { groupBy } from "@web/core/utils/arrays";

/** An all-day record takes its days from midnight to midnight. */
const getSpan = ({ start, end, isAllDay }) =>
    isAllDay ? { start: start.startOf("day"), end: end.endOf("day") } : { start, end };

/** Group the records that take time by calendar: done, declined and free ones are left out. */
function groupByCalendar(records) {
    const taking = records
        .filter((record) => record.takesTime && record.calendarId)
        .map((record) => ({ record, ...getSpan(record) }))
        .filter(({ start, end }) => end > start);
    return Object.values(groupBy(taking, ({ record }) => record.calendarId));
}

/**
 * Mark records of one calendar that overlap.
 *
 * In the order of their beginning, a record overlaps an earlier one if and only if it overlaps the one that ends last.
 *
 * @param {Object[]} records of the board; `hasOverlap` is set on them
 */
export function markOverlaps(records) {
    for (const group of groupByCalendar(records)) {
        group.sort((one, other) => one.start - other.start);
        let last = group[0];
        for (const span of group.slice(1)) {
            if (span.start < last.end) {
                span.record.hasOverlap = last.record.hasOverlap = true;
            }
            last = span.end > last.end ? span : last;
        }
    }
}
