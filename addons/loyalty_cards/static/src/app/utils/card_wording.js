/** Words for what a card does to an order: on the screen, on the receipt, for the customer. */

import { prepareTurnovers } from "@loyalty_cards/app/utils/card_request";
import { wordNext, wordNothingFits, wordReason } from "@loyalty_cards/app/utils/card_sentences";
import { toRaw } from "@odoo/owl";
import { formatCurrency } from "@point_of_sale/app/models/utils/currency";
import { _t } from "@web/core/l10n/translation";

/**
 * Return what is told of the card of an order, null if nobody with discounts buys.
 *
 * @param {PosOrder} order
 * @returns {{ code: string, level: string, given: string, saved: string, progress: string[],
 *  reasons: string[], isQueued: boolean } | null} texts, empty where there is nothing to say
 */
export function describeCard(order) {
    const code = order.discount_card_id?.code || order.card_code;
    const levelId = findLevelId(order);
    if (!code && !levelId && !order.isCardHolder()) {
        return null;
    }
    return {
        code: maskCode(code || ""),
        level: levelId ? nameCategory(order, levelId) : "",
        given: describeGiven(order),
        saved: order.card_discount_total
            ? formatCurrency(order.card_discount_total, order.currency)
            : "",
        progress: order.isRefund ? [] : listProgress(order, levelId),
        reasons: listReasons(order, code),
        isQueued: Boolean(order.card_code && !order.discount_card_id),
    };
}

/** Return the code for print: the last four characters say enough to its owner. */
export function maskCode(code) {
    return "•".repeat(Math.max(0, code.length - 4)) + code.slice(-4);
}

/** Return the level that is shown: the card's, else the customer's first. */
function findLevelId(order) {
    const { card, customer } = order.getCardHolder() ?? {};
    return (
        card?.categoryId ??
        customer?.categoryIds[0] ??
        // An order that comes from the server.
        (order.raw?.discount_category_id || null)
    );
}

function getProgramme(order) {
    return toRaw(order.config)._card_programme;
}

export function nameCategory(order, id) {
    return getProgramme(order).category_names[id] ?? "";
}

/** Return the percents that lines have got, and of which rule. The outcome changes with them. */
function describeGiven(order) {
    const lines = toRaw(order)
        .lines.map(toRaw)
        .filter((line) => line.isDiscountByCard() && line.getDiscount());
    const given = lines.map((line) => `${line.getDiscount()} % ${line.card_rule_names}`.trim());
    return [...new Set(given)].join(", ");
}

// Why nothing is given.

/** Say why nothing is given; of what gives something, only why the rest does not. */
function listReasons(order, code) {
    const outcome = order.card_outcome;
    if (!outcome || order.isRefund || !order.lines.length) {
        return [];
    }
    const words = outcome.reasons
        .filter(({ source }) => source !== "document" && !(source === "rule" && outcome.is_given))
        .map((reason) => explainReason(order, reason, code));
    if (!words.length && !outcome.is_given) {
        return [wordNothingFits()];
    }
    return words;
}

function explainReason(order, { source, id, code: reason }, code) {
    const names = {
        card: () => code,
        category: () => nameCategory(order, id),
        rule: () => getProgramme(order).rule_names[id] ?? _t("Personal discount"),
    };
    return wordReason(source, reason, names[source]());
}

// What comes next.

function listProgress(order, levelId) {
    return [wordNextBracket(order), wordNextTier(order, levelId)].filter(Boolean);
}

function wordNextBracket(order) {
    const step = order.card_outcome?.next;
    return (
        step &&
        wordNext(
            step.over,
            formatCurrency(Number(step.missing), order.company.currency_id),
            `${Number(step.percent)} %`
        )
    );
}

/** Say what is missing to the next tier when this order is paid. */
function wordNextTier(order, levelId) {
    const { tiers } = getProgramme(order);
    const card = order.getCardHolder()?.card;
    const tier = card && tiers.find(({ id }) => id === levelId);
    const next = tier && findNextTier(tiers, tier);
    if (!next) {
        return null;
    }
    const bought = prepareTurnovers(order, card.turnovers, true)[next.period];
    const missing = next.threshold - Number(bought ?? 0);
    const amount = formatCurrency(missing, order.company.currency_id);
    return missing > 0 ? wordNext(next.period, amount, next.name) : null;
}

function findNextTier(tiers, { ladder_id: ladderId, threshold }) {
    return tiers
        .filter((tier) => tier.ladder_id === ladderId && tier.threshold > threshold)
        .sort((one, other) => one.threshold - other.threshold)[0];
}

// What a customer has.

/**
 * Return levels and percent of a customer, empty without any.
 *
 * @param {object} programme of the till
 * @param {object | null} card as the index has it
 * @param {object | null} customer as the index has what he gets without a card
 */
export function describeLevel(programme, card, customer) {
    const levelIds = [card?.categoryId, ...(customer?.categoryIds ?? [])].filter(Boolean);
    const names = [...new Set(levelIds)].map((id) => programme.category_names[id]);
    const rules = programme.rules.filter((rule) => levelIds.includes(rule.category_id));
    const percents = [
        ...rules.flatMap(listPercents),
        card?.personalPercent,
        customer?.personalPercent,
    ]
        .map(Number)
        .filter(Boolean);
    const isSure = new Set(percents).size === 1 && !rules.some(({ brackets }) => brackets.length);
    return [names.join(", "), wordPercents(percents, isSure)].filter(Boolean).join(" · ");
}

/** A fixed rule has no brackets, and a rule of brackets no percent of its own. */
function listPercents({ brackets, percent }) {
    return [percent, ...brackets.map((bracket) => bracket.percent)];
}

function wordPercents(percents, isSure) {
    if (!percents.length) {
        return "";
    }
    const largest = Math.max(...percents);
    return isSure ? _t("%s %", largest) : _t("up to %s %", largest);
}
