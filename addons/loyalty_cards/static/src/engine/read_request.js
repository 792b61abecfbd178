/** Reads a request: a document, who buys, and what the shop has set up. */

import { isPeriod } from "./periods";
import { readLine } from "./read_line";
import { readCategory, readRule, readSettings, TAX_MODES } from "./read_programme";
import { compare, indexDistinct, isObject, Reader } from "./reader";

const STATES = ["unregistered", "active", "blocked", "lost", "replaced", "expired"];

const CARD_FIELDS = new Set([
    "state",
    "valid_from",
    "valid_to",
    "company_id",
    "category_id",
    "personal_percent",
]);
const CUSTOMER_FIELDS = new Set(["category_ids", "personal_percent"]);
const DOCUMENT_FIELDS = new Set([
    "currency_rounding",
    "company_currency_rounding",
    "rate",
    "date",
    "minutes",
    "company_id",
    "till_id",
    "is_refund",
    "shown_tax_mode",
]);
const PROOF_FIELDS = new Set(["category_id", "valid_to"]);
const REQUEST_FIELDS = new Set([
    "settings",
    "document",
    "card",
    "customer",
    "proofs",
    "turnovers",
    "categories",
    "rules",
    "lines",
]);

/**
 * Return what a request says.
 *
 * @param {unknown} data see SPECIFICATION.md, section 2
 * @throws {EngineInputError} the first field found that cannot be used
 */
export function readRequest(data) {
    const reader = new Reader(data, "", REQUEST_FIELDS);
    const document = readDocument(reader.value("document"));
    return {
        document,
        settings: readSettings(reader.value("settings", {}), "settings"),
        card: readCard(reader.value("card", null)),
        customer: readCustomer(reader.value("customer", null)),
        proofs: readProofs(reader),
        turnovers: readTurnovers(reader.value("turnovers", {})),
        categories: readDistinct(reader, "categories", readCategory),
        rules: readRules(reader),
        lines: readLines(reader, document.currencyRounding),
    };
}

/** Return a Map of the objects of a list by their ids. */
function readDistinct(reader, name, read) {
    const objects = reader.items(name).map((item) => read(...item));
    return indexDistinct(
        objects.map((object) => [object.id, object]),
        name,
        "id"
    );
}

function readRules(reader) {
    return [...readDistinct(reader, "rules", readRule).values()].sort(
        (one, other) => compare(one.sequence, other.sequence) || compare(one.id, other.id)
    );
}

function readDocument(data) {
    const reader = new Reader(data, "document", DOCUMENT_FIELDS);
    return {
        currencyRounding: reader.positive("currency_rounding"),
        companyCurrencyRounding: reader.positive("company_currency_rounding"),
        rate: reader.positive("rate"),
        date: reader.date("date"),
        minutes: reader.integer("minutes", undefined, 0, 24 * 60 - 1),
        companyId: reader.integer("company_id"),
        tillId: reader.integer("till_id", null),
        isRefund: reader.flag("is_refund"),
        shownTaxMode: reader.choice("shown_tax_mode", TAX_MODES),
    };
}

function readCard(data) {
    if (data === null) {
        return null;
    }
    const reader = new Reader(data, "card", CARD_FIELDS);
    return {
        ...reader.dates(),
        state: reader.choice("state", STATES),
        companyId: reader.integer("company_id", null),
        categoryId: reader.integer("category_id", null),
        personalPercent: reader.percent("personal_percent", null),
    };
}

function readCustomer(data) {
    if (data === null) {
        return null;
    }
    const reader = new Reader(data, "customer", CUSTOMER_FIELDS);
    return {
        categoryIds: reader.integers("category_ids"),
        personalPercent: reader.percent("personal_percent", null),
    };
}

function readProofs(reader) {
    const pairs = reader.items("proofs").map((item) => readProof(...item));
    return indexDistinct(pairs, "proofs", "category_id");
}

function readProof(data, path) {
    const reader = new Reader(data, path, PROOF_FIELDS);
    return [reader.integer("category_id"), reader.date("valid_to", null)];
}

/** Return a Map of amounts by period, without those that are not known. */
function readTurnovers(data) {
    const names = isObject(data) ? Object.keys(data).filter(isPeriod) : [];
    const reader = new Reader(data, "turnovers", new Set(names));
    const amounts = names.map((name) => [name, reader.number(name, null)]);
    return new Map(amounts.filter(([, amount]) => amount !== null));
}

function readLines(reader, rounding) {
    const lines = reader.items("lines").map((item) => readLine(...item, rounding));
    const pairs = lines.map((line) => [line.key, line]);
    indexDistinct(pairs, "lines", "key");
    return lines;
}
