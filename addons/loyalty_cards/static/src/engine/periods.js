/** Periods over which purchases are summed up, written as one word: `rolling_12`. */

import { EngineInputError } from "./errors";
import { isDay } from "./reader";

const CALENDAR_MONTHS = new Map([
    ["calendar_month", 1],
    ["calendar_quarter", 3],
    ["calendar_year", 12],
]);
const ROLLING = /^rolling_([1-9][0-9]{0,3})$/;
const MOST_MONTHS = 1200;

/** Tell whether a value is the text of a period. */
export function isPeriod(period) {
    return period === "lifetime" || CALENDAR_MONTHS.has(period) || countRollingMonths(period) > 0;
}

/**
 * Return the days whose purchases count on a day, itself included.
 *
 * @param {string} period `lifetime`, `rolling_N` (months), `calendar_year`, `calendar_quarter` or
 *  `calendar_month`
 * @param {string} today the day, YYYY-MM-DD
 * @returns {[string | null, string]} the first day, null for no limit, and the day after the last
 * @throws {EngineInputError} unknown period, or no day
 */
export function periodWindow(period, today) {
    if (!isPeriod(period)) {
        throw new EngineInputError("period", "unknown_value");
    }
    if (!isDay(today)) {
        throw new EngineInputError("today", "not_a_date");
    }
    const [year, month, day] = today.split("-").map(Number);
    const tomorrow = writeDay(year, month, day + 1);
    if (period === "lifetime") {
        return [null, tomorrow];
    }
    if (CALENDAR_MONTHS.has(period)) {
        const monthsBefore = (month - 1) % CALENDAR_MONTHS.get(period);
        return [writeDay(year, month - monthsBefore, 1), tomorrow];
    }
    return [subtractMonths(tomorrow, countRollingMonths(period)), tomorrow];
}

/** Return N of `rolling_N`, 0 of anything else. */
function countRollingMonths(period) {
    const match = typeof period === "string" && ROLLING.exec(period);
    const months = match ? Number(match[1]) : 0;
    return months <= MOST_MONTHS ? months : 0;
}

/** Go back by months; a day that the month does not have becomes its last. */
function subtractMonths(date, months) {
    const [year, month, day] = date.split("-").map(Number);
    const lastDay = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
    return writeDay(year, month - months, Math.min(day, lastDay));
}

/** Return a day as ISO text; months and days may lie beyond those of the year and the month. */
function writeDay(year, month, day) {
    return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
