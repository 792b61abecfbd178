/** The discount of one line, from the rules to what is written on it. */

import { offer } from "./combination";
import { HUNDRED, roundPercent, roundTo, takePercent } from "./exact";
import { findLimits, limit } from "./limits";
import { meet } from "./meeting";

/** Return the outcome of a line that is not touched. */
export function leave(line, flag) {
    return { line, discount: line.given, cardPercent: 0n, ruleIds: [], flags: [flag] };
}

/**
 * Return the outcome of a line.
 *
 * @param {object} line of a document that is no refund
 * @param {number} index of the line
 * @param {object[]} judgements by sequence and id of the rule
 * @param {object} settings how to combine, limit, round
 */
export function discountLine(line, index, judgements, settings) {
    if (!line.isEligible) {
        return leave(line, "ineligible");
    }
    if (isNegative(line)) {
        return leave(line, "negative");
    }
    const offered = offer(judgements, index, settings.combination);
    const limits = findLimits(line, settings);
    const rounded = roundPercent(offered.percent, settings.precision);
    const [cardPercent, limitFlags] = limit(rounded, limits);
    const [discount, meetingFlags] = meet(line.standing, cardPercent, limits, settings);
    const flags = [...getFlags(offered), ...limitFlags, ...meetingFlags];
    return { line, discount, cardPercent, ruleIds: listRules(offered, cardPercent), flags };
}

function isNegative({ quantity, unitPrice, gross }) {
    return [quantity, unitPrice, gross.excluded, gross.included].some((number) => number < 0n);
}

function getFlags(offered) {
    const isCapped = offered.candidates.some((candidate) => candidate.isCapped);
    return [...(offered.isExcluded ? ["excluded"] : []), ...(isCapped ? ["rule_cap"] : [])];
}

/** Return the rules that give something, if it came to anything. */
function listRules(offered, percent) {
    const givers = offered.candidates.filter((candidate) => candidate.percent);
    return percent ? givers.map((candidate) => candidate.ruleId) : [];
}

/** Return what a percent saves on a line: the amount before minus the rounded one after. */
export function save(line, percent, document) {
    const gross = line.gross[document.shownTaxMode];
    return gross - roundTo(takePercent(gross, HUNDRED - percent), document.currencyRounding);
}
