/** What a cashier is told about a card, in words that say what to do. */

import { _t } from "@web/core/l10n/translation";

/** By what the server calls a refusal: `discount.card._get_refusal`. */
const REFUSALS = {
    unregistered: (code) =>
        _t("Card %s has not been given to anybody yet: activate it first.", code),
    blocked: (code) => _t("Card %s is blocked.", code),
    lost: (code) => _t("Card %s was reported lost.", code),
    replaced: (code) => _t("Card %s was replaced by another one.", code),
    expired: (code) => _t("Card %s has expired.", code),
    archived: (code) =>
        _t(
            "The customer of card %s is archived: sell without the card, or restore the customer" +
                " first.",
            code
        ),
    not_yet_valid: (code, card) =>
        _t("Card %(code)s is valid from %(date)s.", { code, date: card.dateFrom }),
};

const OBSTACLES = {
    closed: () => _t("This order is closed and keeps its discounts."),
    refund: () => _t("Goods come back at the price at which they were sold: no card is needed."),
    payment: () =>
        _t("A payment by terminal is approved or under way: the card can be shown next time."),
};

/**
 * Return why a card gives nothing on a day, null if it does.
 *
 * @param {object} card as the index has it
 * @param {string} today of the shop
 */
export function findRefusal(card, today) {
    if (card.state !== "active") {
        return card.state;
    }
    if (card.dateFrom && today < card.dateFrom) {
        return "not_yet_valid";
    }
    return card.dateTo && today > card.dateTo ? "expired" : null;
}

export function explainRefusal(refusal, card) {
    return REFUSALS[refusal](card.code, card);
}

/** @param {string} obstacle see `PosOrder.getCardObstacle` */
export function explainObstacle(obstacle) {
    return OBSTACLES[obstacle]();
}

export function explainQueued(code) {
    return _t(
        "Card %s is not known here, and the office cannot be asked: sell without it. It counts as" +
            " soon as the order reaches the server.",
        code
    );
}

export function explainKept(code) {
    return _t(
        "There is no connection: card %s is kept here, and given out as soon as it is back. Until" +
            " then this sale has no discount by it.",
        code
    );
}

/** @param {string} reason in words of the server */
export function explainUnsent(code, reason) {
    return _t("Card %(code)s could not be given out yet, and is tried again: %(reason)s", {
        code,
        reason,
    });
}

export function explainLookup(code, reason) {
    return _t("Card %(code)s could not be looked up: %(reason)s", { code, reason });
}

export function explainTaken(code) {
    return _t("Card %s is somebody's already: take another one.", code);
}

export function explainRefusedCapture(code, reason) {
    return _t("Card %(code)s could not be given out: %(reason)s", { code, reason });
}

export function explainNoCard() {
    return _t("That is the barcode of a product: scan a card.");
}

export function explainScanOnly() {
    return _t("At this till cards are scanned: codes are neither typed nor searched.");
}

export function explainPayment() {
    return _t("The discounts have changed: ask for the payment again.");
}

export function explainProgramme() {
    return _t("The discounts were changed at the office: the open order has the new ones.");
}

export function explainUnkept(reason) {
    return _t(
        "This browser cannot keep the cards: %s Free its storage, and start the till again; until then cards need a connection.",
        reason
    );
}

export function explainRefresh(reason) {
    return _t("The cards could not be brought up to date: %s", reason);
}
