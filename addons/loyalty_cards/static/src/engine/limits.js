/** What a discount on a line may not exceed. Limits are rounded down, so that they always hold. */

import { HUNDRED, takePercent, truncatePercent, truncateShare } from "./exact";

/**
 * Return the limits of a line, each with the flag that tells of it.
 *
 * @param {object} line one that may have a discount
 * @param {object} settings with the cap of the programme
 * @returns {[string, bigint][]} flags and percents, of the limits that there are
 */
export function findLimits(line, settings) {
    const limits = [
        ["programme_cap", truncate(settings.maxPercent, settings)],
        ["product_cap", truncate(line.maxPercent, settings)],
        ["price_floor", findRoom(line.unitPrice, line.minUnitPrice, settings)],
        ["margin_floor", findRoom(line.unitPrice, findLeastPrice(line), settings)],
    ];
    return limits.filter(([, percent]) => percent !== null);
}

/** Return a percent that no limit is below, and the flags of those that lowered it. */
export function limit(percent, limits) {
    const rooms = limits.map(([, room]) => room);
    const ceiling = rooms.reduce((least, room) => (room < least ? room : least));
    if (percent <= ceiling) {
        return [percent, []];
    }
    return [ceiling, limits.filter(([, room]) => room === ceiling).map(([flag]) => flag)];
}

function truncate(percent, settings) {
    return percent === null ? null : truncatePercent(percent, settings.precision);
}

/** Return the price that earns the margin on the cost, null when either is not known. */
function findLeastPrice(line) {
    if (line.unitCost === null || line.marginPercent === null) {
        return null;
    }
    return takePercent(line.unitCost, HUNDRED + line.marginPercent);
}

/** Return the percent that a price can lose before it is below a floor. */
function findRoom(unitPrice, floor, settings) {
    if (floor === null) {
        return null;
    }
    if (unitPrice <= floor) {
        return 0n;
    }
    return floor <= 0n ? HUNDRED : truncateShare(unitPrice - floor, unitPrice, settings.precision);
}
