import { serializeDateTime, today } from "@web/core/l10n/dates";
import { useEnv, useSubEnv } from "@odoo/owl";

/** What has no hour of its own is written at noon: the same day in every time zone nearby. */
const NOON = { hour: 12, minute: 0 };

/**
 * Press a button of a record: after it, or after the dialog that it opens, the screen is read again.
 *
 * @param {Object} env
 * @param {Object} record
 * @param {string} name method of the record's model
 * @param {boolean} [newWindow]
 */
export function pressButton(env, record, name, newWindow) {
    const { context, evalContext, resId, resModel } = record;
    return env.onClickViewButton({
        clickParams: { name, type: "object" },
        getResParams: () => ({ context, evalContext, resId, resModel, resIds: [resId] }),
        newWindow,
    });
}

/**
 * What is written to move a step to a day: the hour is kept. For today and tomorrow the server finds one, since that hour may
 * have passed.
 *
 * @param {Object} record
 * @param {luxon.DateTime} day
 * @returns {{ bucket: string }|{ date: string }}
 */
export function getMove(record, day) {
    const distance = Math.round(day.startOf("day").diff(today(), "days").days);
    if (distance < 2) {
        return { bucket: distance ? "tomorrow" : "today" };
    }
    const { date, has_time: hasTime } = record.data;
    const hour = date && hasTime ? { hour: date.hour, minute: date.minute } : NOON;
    return { date: serializeDateTime(day.startOf("day").set(hour)) };
}

/**
 * A button may be refused because a colleague has already finished the step: the message says so, and the screen shows what
 * is to be done now.
 *
 * @param {() => Promise} reload
 */
export function useReloadAfterRefusal(reload) {
    const { onClickViewButton } = useEnv();
    useSubEnv({
        async onClickViewButton(params) {
            try {
                return await onClickViewButton(params);
            } catch (error) {
                await reload();
                throw error;
            }
        },
    });
}
