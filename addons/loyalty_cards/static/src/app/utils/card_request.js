/**
 * Writes down an order as the engine reads it, as `discount.card.request.mixin` does on the server:
 * engine/SPECIFICATION.md, section 2.
 */

import { toRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

const CARD_RULE = -1; // ids of rules that exist for one request
const CUSTOMER_RULE = -2;

/**
 * Return the request, and names by id of the rules in it.
 *
 * @param {PosOrder} order with a holder
 * @param {PosOrderline[]} lines in the order in which the engine answers
 */
export function prepareCardRequest(order, lines) {
    const programme = toRaw(order.config)._card_programme;
    const { card, customer } = order.getCardHolder();
    const now = getShopTime(programme);
    const rules = listRules(programme, card, customer);
    const shared = {
        programme,
        targets: listTargets(rules),
        rate: getCardRate(order),
        fiscalPositionId: order.fiscal_position_id?.id,
    };
    const request = {
        settings: programme.settings,
        document: prepareDocument(order, programme, now),
        card: card && prepareCard(card),
        customer: customer && prepareCustomer(customer),
        proofs: joinProofs(card, customer),
        turnovers: prepareTurnovers(order, (card ?? customer)?.turnovers ?? {}),
        categories: programme.categories,
        rules: [...rules, ...preparePersonalRules(card, customer)],
        lines: lines.map((line) => line.prepareCardValues(shared)),
    };
    const personal = _t("Personal discount");
    const names = { [CARD_RULE]: personal, [CUSTOMER_RULE]: personal };
    return { request, ruleNames: { ...programme.rule_names, ...names } };
}

/** The time of the shop decides, wherever the browser thinks it is. */
export function getShopTime({ document }) {
    return document.tz ? DateTime.now().setZone(document.tz) : DateTime.now();
}

function prepareDocument(order, { document }, now) {
    const values = { ...document };
    delete values.tz; // has become date and minutes
    return {
        ...values,
        currency_rounding: order.currency.rounding,
        rate: 1 / getCardRate(order),
        date: now.toISODate(),
        minutes: now.hour * 60 + now.minute,
        is_refund: Boolean(order.isRefund),
    };
}

/** Return the units of the order's currency for one unit of the company's. */
export function getCardRate(order) {
    const { currency, company } = order;
    return currency.id === company.currency_id.id ? 1 : currency.rate / company.currency_id.rate;
}

function prepareCard(card) {
    return {
        // A card that an order has keeps its discount, as on the server.
        state: card.state === "archived" ? "active" : card.state,
        valid_from: card.dateFrom,
        valid_to: card.dateTo,
        company_id: null, // a till knows cards that are valid in its company only
        category_id: card.categoryId,
        personal_percent: card.personalPercent,
    };
}

function prepareCustomer({ categoryIds, personalPercent }) {
    return { category_ids: categoryIds, personal_percent: personalPercent };
}

/** Return the rules of the holder's categories. */
function listRules({ rules }, card, customer) {
    const categoryIds = [card?.categoryId, ...(customer?.categoryIds ?? [])];
    return rules.filter((rule) => categoryIds.includes(rule.category_id));
}

/** Return what exceptions of rules ask for: product, category, tag. */
function listTargets(rules) {
    return new Set(rules.flatMap((rule) => (rule.overrides ?? []).map(({ target }) => target)));
}

/** Return a rule for each personal percent: they need no category. */
function preparePersonalRules(card, customer) {
    return [
        [CARD_RULE, "card", card?.personalPercent],
        [CUSTOMER_RULE, "customer", customer?.personalPercent],
    ]
        .filter(([, , percent]) => percent)
        .map(([id, owner]) => ({ id, owner, kind: "personal", tax_mode: "included" }));
}

/** Of two proofs for a category the one that holds longer counts. */
function joinProofs(card, customer) {
    const proofs = new Map((customer?.proofs ?? []).map((proof) => [proof.category_id, proof]));
    for (const proof of card?.proofs ?? []) {
        const known = proofs.get(proof.category_id);
        const isShorter = known && (!known.valid_to || known.valid_to > proof.valid_to);
        if (!isShorter || !proof.valid_to) {
            proofs.set(proof.category_id, proof);
        }
    }
    return [...proofs.values()];
}

/**
 * Return what the holder has bought, by period: what the server knows, and what this till has sold
 * since then without network. Today is in every period.
 *
 * @param {PosOrder} order
 * @param {Object<string, string>} turnovers as the index has them
 * @param {boolean} withOrder count what this order sells, too
 */
export function prepareTurnovers(order, turnovers, withOrder = false) {
    const sales = [...order.listUnsyncedOfHolder(), ...(withOrder ? [order] : [])];
    const sum = sales.reduce((amount, { priceIncl }) => amount + priceIncl, 0);
    if (!sum) {
        return turnovers;
    }
    const sold = sum / getCardRate(order);
    return Object.fromEntries(
        Object.entries(turnovers).map(([period, amount]) => [
            period,
            roundDust(Number(amount) + sold),
        ])
    );
}

/** Sums of binary fractions have dust behind the digits that count. */
function roundDust(number) {
    return Number(number.toFixed(6));
}
