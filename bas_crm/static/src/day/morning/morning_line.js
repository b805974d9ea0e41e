/** Size of the drawing of a small line, in its own units; it is stretched to the width of the tile. */
export const WIDTH = 100;
export const HEIGHT = 30;
const MARGIN = 2;

/**
 * @param {number[]} values
 * @returns {{line: string, area: string}|null} paths of the line and of the area below it; null where nothing was
 */
export function drawLine(values) {
    if (values.length < 2 || !values.some(Boolean)) {
        return null;
    }
    const low = Math.min(0, ...values);
    const high = Math.max(0, ...values);
    const points = values.map((value, index) => {
        const x = (index * WIDTH) / (values.length - 1);
        const y = HEIGHT - MARGIN - ((value - low) * (HEIGHT - 2 * MARGIN)) / (high - low);
        return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    const line = `M${points.join(" L")}`;
    return { line, area: `${line} L${WIDTH},${HEIGHT} L0,${HEIGHT} Z` };
}
