/**
 * Exact decimal arithmetic: nothing is ever rounded but by the functions of this file.
 *
 * A number is a BigInt that counts steps of 10^-82. Numbers are read with at most 40 decimals, so
 * the product of two, even divided by a hundred, is a whole number of steps. Sums and comparisons
 * are those of BigInt, whose division goes towards zero.
 */

const MOST_DECIMALS = 40;
const DECIMALS = 2 * MOST_DECIMALS + 2;
const ONE = 10n ** BigInt(DECIMALS);
export const HUNDRED = 100n * ONE;

const NUMBER = /^(-?[0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,3}))?$/;
const LONGEST_TEXT = 100;
const LIMIT = 10n ** 15n * ONE;
const SMALLEST = ONE / 10n ** BigInt(MOST_DECIMALS);

const POWERS = Array.from({ length: DECIMALS + 1 }, (_, exponent) => 10n ** BigInt(exponent));

/**
 * Return the exact decimal of a number's shortest text, and what is wrong with it.
 *
 * @param {unknown} value number or text
 * @returns {[bigint, null] | [null, string]} a number and null, or null and a code
 */
export function readNumber(value) {
    const text = typeof value === "number" ? String(value) : value;
    const match = typeof text === "string" && text.length <= LONGEST_TEXT && NUMBER.exec(text);
    if (!match) {
        return [null, "not_a_number"];
    }
    const [, whole, fraction = "", exponent = "0"] = match;
    const steps = DECIMALS - fraction.length + Number(exponent);
    const number = shift(BigInt(whole + fraction), steps);
    return isWithinLimits(number) ? [number, null] : [null, "out_of_range"];
}

/** Multiply by a power of ten; null if it would lose a digit. */
function shift(coefficient, exponent) {
    if (exponent >= 0) {
        return coefficient * (POWERS[exponent] ?? 10n ** BigInt(exponent));
    }
    const power = 10n ** BigInt(-exponent);
    return coefficient % power ? null : coefficient / power;
}

function isWithinLimits(number) {
    return number !== null && number < LIMIT && number > -LIMIT && number % SMALLEST === 0n;
}

/** Multiply two numbers that were read or rounded. */
export function multiply(one, other) {
    return (one * other) / ONE;
}

/** Return so many percent of an amount; both were read, rounded, or are 100 and a number. */
export function takePercent(amount, percent) {
    return (amount * percent) / HUNDRED;
}

/** Round an amount to a multiple of a currency's rounding, half away from zero. */
export function roundTo(amount, unit) {
    const rest = amount % unit; // with the sign of the amount
    const twice = 2n * rest;
    if (twice >= unit) {
        return amount - rest + unit;
    }
    return twice <= -unit ? amount - rest - unit : amount - rest;
}

/** Round a percent to a number of decimals, half away from zero. */
export function roundPercent(percent, precision) {
    return roundTo(percent, getStep(precision));
}

/** Round a percent down, towards zero. */
export function truncatePercent(percent, precision) {
    return percent - (percent % getStep(precision));
}

/** Return what percent of `whole` a `part` is, rounded down to a number of decimals. */
export function truncateShare(part, whole, precision) {
    const step = getStep(precision);
    return ((part * HUNDRED) / (whole * step)) * step;
}

function getStep(precision) {
    return POWERS[DECIMALS - precision];
}

/** Return the one text of a number: no exponent, no needless zero, no negative zero. */
export function writeNumber(number) {
    const whole = number / ONE;
    const rest = number % ONE;
    if (!rest) {
        return String(whole);
    }
    const decimals = String(rest < 0n ? -rest : rest).padStart(DECIMALS, "0");
    return `${number < 0n && !whole ? "-" : ""}${whole}.${decimals.replace(/0+$/, "")}`;
}
