/** How the percent of the cards meets a discount that stands on the line already. */

import { roundPercent, takePercent } from "./exact";
import { limit } from "./limits";

/**
 * Return the discount of the line, and flags.
 *
 * @param {{ percent: bigint, origin: string }} standing what is on the line without a card
 * @param {bigint} percent what the cards give, within the limits
 * @param {[string, bigint][]} limits flags and percents
 * @param {object} settings with the policies
 * @returns {[{ percent: bigint, origin: string }, string[]]}
 */
export function meet(standing, percent, limits, settings) {
    if (!percent) {
        return [standing, []];
    }
    if (!stands(standing)) {
        return [{ percent, origin: "card" }, []];
    }
    return MEETINGS[settings.meets[standing.origin]](standing, percent, limits, settings);
}

/** A person who typed 0 meant it; a pricelist that gives 0 gives nothing. */
function stands(standing) {
    return standing.origin === "manual" || standing.percent !== 0n;
}

function keep(standing) {
    return [standing, [`${standing.origin}_kept`]];
}

function replace(standing, percent) {
    return [{ percent, origin: "card" }, [`${standing.origin}_replaced`]];
}

function takeLarger(standing, percent) {
    return percent > standing.percent ? replace(standing, percent) : keep(standing);
}

/** One discount after the other; together within the limits, never below what stands. */
function compound(standing, percent, limits, settings) {
    const both = standing.percent + percent - takePercent(standing.percent, percent);
    const [total, flags] = limit(roundPercent(both, settings.precision), limits);
    if (total <= standing.percent) {
        return [standing, [...flags, `${standing.origin}_kept`]];
    }
    return [{ percent: total, origin: "card" }, [...flags, "compounded"]];
}

const MEETINGS = { keep, larger: takeLarger, compound, replace };
