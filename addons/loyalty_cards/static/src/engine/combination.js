/** How the rules that speak of a line make one percent. */

import { applyRuling } from "./overrides";

/**
 * Return what the rules give to a line before any limit.
 *
 * @param {object[]} judgements by sequence and id of the rule
 * @param {number} index of the line
 * @param {"largest" | "sum" | "first"} combination
 * @returns {{
 *  percent: bigint,
 *  candidates: object[], those that it is made of
 *  isExcluded: boolean, a rule that speaks leaves the line out
 * }}
 */
export function offer(judgements, index, combination) {
    const speaking = judgements.filter((judgement) => judgement.percent !== null);
    const candidates = speaking
        .filter((judgement) => !judgement.rulings[index].isExcluded)
        .map((judgement) => makeCandidate(judgement, index));
    const chosen = COMBINATIONS[combination](candidates);
    return {
        percent: chosen.reduce((total, candidate) => total + candidate.percent, 0n),
        candidates: chosen,
        isExcluded: candidates.length < speaking.length,
    };
}

function makeCandidate({ rule, rulings, percent }, index) {
    return { ruleId: rule.id, ...applyRuling(rulings[index], percent) };
}

/** The first of equal ones is that of the lowest sequence and id. */
function chooseLargest(candidates) {
    return candidates.reduce(
        (chosen, candidate) => (chosen[0]?.percent >= candidate.percent ? chosen : [candidate]),
        []
    );
}

const COMBINATIONS = {
    largest: chooseLargest,
    sum: (candidates) => candidates,
    first: (candidates) => candidates.slice(0, 1),
};
