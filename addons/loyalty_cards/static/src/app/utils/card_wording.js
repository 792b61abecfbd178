/** Words for what a card does to an order: on the screen, on the receipt, for the customer. */

import { prepareTurnovers } from "@loyalty_cards/app/utils/card_request";
import { toRaw } from "@odoo/owl";
import { formatCurrency } from "@point_of_sale/app/models/utils/currency";
import { _t } from "@web/core/l10n/translation";

/** By source and code of a reason, as `models/document/card_wording.py` has them. */
const REASONS = {
    card: {
        unregistered: (name) => _t("Card %s is not registered yet.", name),
        blocked: (name) => _t("Card %s is blocked.", name),
        lost: (name) => _t("Card %s was reported lost.", name),
        replaced: (name) => _t("Card %s was replaced by another one.", name),
        expired: (name) => _t("Card %s has expired.", name),
        not_yet_valid: (name) => _t("Card %s is not valid yet.", name),
        wrong_company: (name) => _t("Card %s belongs to another company.", name),
    },
    category: {
        unknown: (name) => _t("%s is no longer in use.", name),
        wrong_company: (name) => _t("%s does not count in this company.", name),
        wrong_till: (name) => _t("%s counts at other tills only.", name),
        not_yet_valid: (name) => _t("%s does not count yet.", name),
        expired: (name) => _t("%s no longer counts.", name),
        proof_missing: (name) => _t("%s needs a proof, and none is on record.", name),
        proof_expired: (name) => _t("The proof for %s has expired.", name),
        wrong_weekday: (name) => _t("%s does not count on this day of the week.", name),
        wrong_hour: (name) => _t("%s does not count at this hour.", name),
    },
    rule: {
        below_first_bracket: (name) => _t("%s: too little was bought for a discount.", name),
        turnover_unknown: (name) => _t("%s: what was bought before is not known.", name),
        no_personal_percent: (name) => _t("%s: no personal discount is set.", name),
        wrong_company: (name) => _t("%s: the rule is for another company.", name),
        not_yet_valid: (name) => _t("%s: the rule does not count yet.", name),
        expired: (name) => _t("%s: the rule no longer counts.", name),
    },
};

/** By what the missing amount is counted over; a tier or a percent comes next. */
const NEXT = {
    receipt: (step) => _t("%(amount)s more in this purchase: %(reward)s.", step),
    lifetime: (step) => _t("%(amount)s more at any time: %(reward)s.", step),
    rolling_1: (step) => _t("%(amount)s more within a month: %(reward)s.", step),
    calendar_year: (step) => _t("%(amount)s more this year: %(reward)s.", step),
    calendar_quarter: (step) => _t("%(amount)s more this quarter: %(reward)s.", step),
    calendar_month: (step) => _t("%(amount)s more this month: %(reward)s.", step),
};
const wordNextRolling = (step) => _t("%(amount)s more within %(months)s months: %(reward)s.", step);

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
        .map((reason) => wordReason(order, reason, code));
    if (!words.length && !outcome.is_given) {
        return [_t("No line gets a discount: the products are excluded or have no rule.")];
    }
    return words;
}

function wordReason(order, { source, id, code: reason }, code) {
    const names = {
        card: () => code,
        category: () => nameCategory(order, id),
        rule: () => getProgramme(order).rule_names[id] ?? _t("Personal discount"),
    };
    return REASONS[source][reason](names[source]());
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

/** Say what is missing to a reward, and over what it is counted: `receipt`, or a period. */
export function wordNext(over, amount, reward) {
    const months = over.replace("rolling_", "");
    return (NEXT[over] ?? wordNextRolling)({ amount, reward, months });
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
        ...rules.flatMap((rule) => (rule.brackets ?? [rule]).map(({ percent }) => percent)),
        card?.personalPercent,
        customer?.personalPercent,
    ]
        .map(Number)
        .filter(Boolean);
    const isSure = new Set(percents).size === 1 && !rules.some(({ brackets }) => brackets);
    return [names.join(", "), wordPercents(percents, isSure)].filter(Boolean).join(" · ");
}

function wordPercents(percents, isSure) {
    if (!percents.length) {
        return "";
    }
    const largest = Math.max(...percents);
    return isSure ? _t("%s %", largest) : _t("up to %s %", largest);
}
