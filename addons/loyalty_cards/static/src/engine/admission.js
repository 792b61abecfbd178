/** Who may give a discount on this document, and why the others may not. */

import { compare } from "./reader";

/** Return why something gives nothing: source is document, card, category or rule. */
export function makeReason(source, id, code) {
    return { source, id, code };
}

/**
 * Return what is left of a request's card and rules, and why the rest is not.
 *
 * @param {object} request of a document that is no refund
 * @returns {{ hasCard: boolean, rules: object[], reasons: object[] }}
 */
export function admit(request) {
    if (!request.card && !request.customer) {
        return { hasCard: false, rules: [], reasons: [makeReason("document", null, "no_holder")] };
    }
    const reasons = refuseCard(request.card, request.document);
    const hasCard = request.card !== null && !reasons.length;
    const categoryIds = admitCategories(request, hasCard, reasons);
    return { hasCard, rules: admitRules(request, hasCard, categoryIds, reasons), reasons };
}

function refuseCard(card, document) {
    const code = card && findFaultOfCard(card, document);
    return code ? [makeReason("card", null, code)] : [];
}

function findFaultOfCard(card, document) {
    return card.state === "active" ? findFaultOfCompanyAndDates(card, document) : card.state;
}

function findFaultOfCompanyAndDates(thing, document) {
    if (thing.companyId !== null && thing.companyId !== document.companyId) {
        return "wrong_company";
    }
    return findFaultOfDates(thing, document);
}

function findFaultOfDates(thing, document) {
    if (thing.validFrom && document.date < thing.validFrom) {
        return "not_yet_valid";
    }
    return thing.validTo && document.date > thing.validTo ? "expired" : null;
}

/** Return the ids of the categories that the holder is in and that hold now; add reasons. */
function admitCategories(request, hasCard, reasons) {
    const admitted = new Set();
    for (const categoryId of listCategories(request, hasCard)) {
        const code = findFaultOfCategory(categoryId, request);
        if (code) {
            reasons.push(makeReason("category", categoryId, code));
        } else {
            admitted.add(categoryId);
        }
    }
    return admitted;
}

/** Return ids of the customer's categories and of the card's, if the card is any good. */
function listCategories(request, hasCard) {
    const categoryIds = new Set(request.customer?.categoryIds);
    if (hasCard && request.card.categoryId !== null) {
        categoryIds.add(request.card.categoryId);
    }
    return [...categoryIds].sort(compare);
}

function findFaultOfCategory(categoryId, request) {
    const category = request.categories.get(categoryId);
    if (!category) {
        return "unknown";
    }
    return (
        findFaultOfPlace(category, request.document) ||
        findFaultOfDates(category, request.document) ||
        findFaultOfProof(category, request) ||
        findFaultOfTime(category, request.document)
    );
}

function findFaultOfPlace(category, document) {
    if (category.companyIds.length && !category.companyIds.includes(document.companyId)) {
        return "wrong_company";
    }
    const isAtTill = !category.tillIds.length || category.tillIds.includes(document.tillId);
    return isAtTill ? null : "wrong_till";
}

function findFaultOfProof(category, request) {
    if (!category.requiresProof) {
        return null;
    }
    if (!request.proofs.has(category.id)) {
        return "proof_missing";
    }
    const validTo = request.proofs.get(category.id);
    return validTo && request.document.date > validTo ? "proof_expired" : null;
}

/** Hours that pass midnight belong to the weekday on which they began. */
function findFaultOfTime(category, document) {
    const isYesterday = isAfterMidnight(category, document.minutes);
    const sunday = new Date(`${document.date}T00:00:00Z`).getUTCDay(); // Sunday is 0
    const weekday = (sunday + (isYesterday ? 5 : 6)) % 7; // Monday is 0
    if (category.weekdays.length && !category.weekdays.includes(weekday)) {
        return "wrong_weekday";
    }
    return isInHours(category, document.minutes) ? null : "wrong_hour";
}

function passesMidnight(category) {
    return category.minuteFrom !== null && category.minuteFrom > category.minuteTo;
}

function isAfterMidnight(category, minutes) {
    return passesMidnight(category) && minutes < category.minuteTo;
}

function isInHours(category, minutes) {
    if (category.minuteFrom === null) {
        return true;
    }
    const hasBegun = minutes >= category.minuteFrom;
    const hasEnded = minutes >= category.minuteTo;
    return passesMidnight(category) ? hasBegun || !hasEnded : hasBegun && !hasEnded;
}

/** Return the rules whose owner is admitted and that hold now; add reasons for the others. */
function admitRules(request, hasCard, categoryIds, reasons) {
    const owners = { card: hasCard, customer: request.customer !== null };
    const admitted = [];
    for (const rule of request.rules) {
        if (!(owners[rule.owner] ?? categoryIds.has(rule.categoryId))) {
            continue;
        }
        const code = findFaultOfCompanyAndDates(rule, request.document);
        if (code) {
            reasons.push(makeReason("rule", rule.id, code));
        } else {
            admitted.push(rule);
        }
    }
    return admitted;
}
