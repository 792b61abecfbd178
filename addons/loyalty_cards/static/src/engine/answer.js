/** Writes the answer as JSON values. */

import { makeReason } from "./admission";
import { writeNumber } from "./exact";
import { save } from "./lines";

// What may be said of a line, in the order in which it is said.
const FLAGS = [
    "refund",
    "ineligible",
    "negative",
    "excluded",
    "rule_cap",
    "programme_cap",
    "product_cap",
    "price_floor",
    "margin_floor",
    "pricelist_kept",
    "pricelist_replaced",
    "manual_kept",
    "manual_replaced",
    "compounded",
];

/**
 * Return the answer; see SPECIFICATION.md, section 6.
 *
 * @param {object} request what was asked
 * @param {object} admission who may give a discount
 * @param {object[]} judgements of the rules
 * @param {object[]} outcomes of the lines
 */
export function writeAnswer(request, admission, judgements, outcomes) {
    const savings = outcomes.map((outcome) => countSavings(outcome, request.document));
    return {
        lines: outcomes.map((outcome, index) => writeLine(outcome, savings[index])),
        rules: judgements.map(writeRule),
        reasons: [...admission.reasons, ...listSilences(judgements)],
        saved: writeNumber(savings.reduce((sum, { saved }) => sum + saved, 0n)),
        saved_by_card: writeNumber(savings.reduce((sum, { byCard }) => sum + byCard, 0n)),
    };
}

/** Return what the line's discount saves, and how much of it would not be without a card. */
function countSavings({ line, discount }, document) {
    const saved = save(line, discount.percent, document);
    return { saved, byCard: saved - save(line, line.standing.percent, document) };
}

function writeLine({ line, discount, cardPercent, ruleIds, flags }, { saved, byCard }) {
    return {
        key: line.key,
        discount: writeNumber(discount.percent),
        origin: discount.origin,
        prior_discount: writeNumber(line.standing.percent),
        prior_origin: line.standing.origin,
        card_percent: writeNumber(cardPercent),
        rule_ids: ruleIds,
        flags: FLAGS.filter((flag) => flags.includes(flag)),
        saved: writeNumber(saved),
        saved_by_card: writeNumber(byCard),
    };
}

function writeRule(judgement) {
    return {
        rule_id: judgement.rule.id,
        base: writeNumber(judgement.base),
        value: writeOptional(judgement.value),
        percent: writeOptional(judgement.percent),
        next: writeNext(judgement),
    };
}

function writeOptional(number) {
    return number === null ? null : writeNumber(number);
}

function writeNext({ nextBracket, value, rule }) {
    return (
        nextBracket && {
            amount_from: writeNumber(nextBracket.amountFrom),
            percent: writeNumber(nextBracket.percent),
            missing: writeNumber(nextBracket.amountFrom - value),
            over: rule.kind === "receipt" ? "receipt" : rule.period,
        }
    );
}

function listSilences(judgements) {
    return judgements
        .filter((judgement) => judgement.silence)
        .map((judgement) => makeReason("rule", judgement.rule.id, judgement.silence));
}
