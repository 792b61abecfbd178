/** What a rule makes of a document: the amount that counts, the percent, the next level. */

import { multiply, roundTo } from "./exact";
import { findRuling } from "./overrides";

/**
 * Judge one rule. Amounts are in the company's currency.
 *
 * @param {object} rule one that was admitted
 * @param {object} request all of it
 * @param {object} admission who may give a discount
 * @returns {{
 *  rule: object,
 *  rulings: object[], one for each line
 *  base: bigint,
 *  value: bigint | null, what is compared with brackets
 *  percent: bigint | null, null when the rule is silent
 *  nextBracket: object | null,
 *  silence: string | null, why the rule is silent
 * }}
 */
export function judge(rule, request, admission) {
    const rulings = request.lines.map((line) => findRuling(rule, line));
    const base = sumBase(rule, request, rulings);
    return { rule, rulings, base, ...decide(rule, request, admission, base) };
}

function decide(rule, request, admission, base) {
    if (rule.kind === "fixed") {
        return { value: null, percent: rule.percent, nextBracket: null, silence: null };
    }
    if (rule.kind === "personal") {
        const percent = findPersonalPercent(rule, request, admission);
        const silence = percent === null ? "no_personal_percent" : null;
        return { value: null, percent, nextBracket: null, silence };
    }
    return climb(rule.brackets, findValue(rule, request, base));
}

/** Returned goods lower the sum, which never falls below zero. */
function sumBase(rule, request, rulings) {
    const { rate, companyCurrencyRounding } = request.document;
    const sum = request.lines
        .filter((line, index) => line.isEligible && !rulings[index].isExcluded)
        .reduce((total, line) => total + line.gross[rule.taxMode], 0n);
    return sum > 0n ? roundTo(multiply(sum, rate), companyCurrencyRounding) : 0n;
}

/** Return the larger of those that the owner of the rule has, null when there is none. */
function findPersonalPercent(rule, request, admission) {
    const holders = [];
    if (admission.hasCard && rule.owner !== "customer") {
        holders.push(request.card);
    }
    if (request.customer && rule.owner !== "card") {
        holders.push(request.customer);
    }
    return holders
        .map((holder) => holder.personalPercent)
        .filter((percent) => percent !== null)
        .reduce((most, percent) => (most !== null && most > percent ? most : percent), null);
}

/** Return the amount to compare with brackets, null when it is not known. */
function findValue(rule, request, base) {
    if (rule.kind === "receipt") {
        return base;
    }
    const turnover = request.turnovers.get(rule.period);
    if (turnover === undefined) {
        return null;
    }
    const value = rule.includeCurrent ? turnover + base : turnover;
    return value > 0n ? value : 0n;
}

/** Return what brackets say of a value. */
function climb(brackets, value) {
    if (value === null) {
        return { value, percent: null, nextBracket: null, silence: "turnover_unknown" };
    }
    const reached = brackets.filter((bracket) => bracket.amountFrom <= value);
    const percent = reached.at(-1)?.percent ?? null;
    const nextBracket = findNextBracket(brackets.slice(reached.length), percent ?? 0n);
    const silence = reached.length ? null : "below_first_bracket";
    return { value, percent, nextBracket, silence };
}

/** Return the nearest bracket that gives more than now. */
function findNextBracket(ahead, percent) {
    return ahead.find((bracket) => bracket.percent > percent) ?? null;
}
