/** Core's colours of records by number, as in its style sheet ($o-colors) and in reports/shared/palette.py. */
export const PALETTE = [
    "#a2a2a2", "#ee2d2d", "#dc8534", "#e8bb1d", "#5794dd", "#9f628f", "#db8865", "#41a9a2", "#304be0", "#ee2f8a", "#61c36e",
    "#9872e6",
];
const [GREY, RED, , YELLOW, BLUE, , , TEAL, , , GREEN] = PALETTE;

/** Colours of values, the same in all graphs: lost is red, in work blue, won green. */
const MEANINGS = {
    outcome: { moved_on: GREEN, there: BLUE, lost: RED, returned: YELLOW },
    decision: { false: BLUE, customer: TEAL, order: GREEN, junk: RED },
    state: { new: BLUE, active: GREEN, silent: YELLOW, none: GREY },
};

const ofNumber = ({ color }) => (color ? PALETTE[color % PALETTE.length] : undefined);

/** Models with coloured records: the fields to read, and the colour of a record. */
export const RECORDS = {
    "bas.activity.status": {
        fields: ["category"],
        getColor: ({ category }) => ({ planned: BLUE, done: GREEN, cancelled: RED })[category],
    },
    "bas.order.stage": {
        fields: ["is_done", "is_cancelled", "color"],
        isWon: ({ is_done: isDone }) => isDone,
        getColor: (stage) => (stage.is_cancelled ? RED : stage.is_done ? GREEN : ofNumber(stage)),
    },
    "bas.cancel.reason": { fields: ["color"], getColor: ofNumber },
};

/** The colour of a result that needs no further work. */
export const WON = GREEN;
export const isUnderWay = (fieldName, value) => getMeaning(fieldName, value) === BLUE;

/** @returns {string|undefined} colour of a value of a field with a final result */
export const getMeaning = (fieldName, value) => MEANINGS[fieldName]?.[value];
