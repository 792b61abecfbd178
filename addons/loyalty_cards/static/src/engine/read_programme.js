/** Reads what a shop has set up: settings, categories, rules. */

import { HUNDRED } from "./exact";
import { isPeriod } from "./periods";
import { compare, indexDistinct, Reader } from "./reader";

export const TAX_MODES = ["excluded", "included"];
const COMBINATIONS = ["largest", "sum", "first"];
const POLICIES = ["keep", "larger", "compound", "replace"];
const OWNERS = ["category", "card", "customer"];
const RULE_KINDS = ["fixed", "receipt", "turnover", "personal"];
const CATEGORY_KINDS = ["social", "tier"];
const TARGETS = ["product", "category", "tag"];
const MODES = ["percent", "cap", "exclude"];
const MINUTES_OF_DAY = 24 * 60;

const BRACKET_FIELDS = new Set(["amount_from", "percent"]);
const CATEGORY_FIELDS = new Set([
    "id",
    "kind",
    "ladder_id",
    "valid_from",
    "valid_to",
    "requires_proof",
    "weekdays",
    "minute_from",
    "minute_to",
    "company_ids",
    "till_ids",
]);
const OVERRIDE_FIELDS = new Set(["target", "target_id", "mode", "percent"]);
const RULE_FIELDS = new Set([
    "id",
    "sequence",
    "owner",
    "category_id",
    "kind",
    "percent",
    "brackets",
    "period",
    "include_current",
    "tax_mode",
    "valid_from",
    "valid_to",
    "company_id",
    "overrides",
]);
const SETTINGS_FIELDS = new Set([
    "precision",
    "max_percent",
    "combination",
    "meets_pricelist",
    "meets_manual",
]);

/**
 * Return how the shop combines, limits and rounds.
 *
 * @param {unknown} data see SPECIFICATION.md, section 2
 * @param {string} path where it is in the request
 */
export function readSettings(data, path) {
    const reader = new Reader(data, path, SETTINGS_FIELDS);
    return {
        precision: reader.integer("precision", 2, 0, 6),
        maxPercent: reader.percent("max_percent", HUNDRED),
        combination: reader.choice("combination", COMBINATIONS, "largest"),
        meets: {
            pricelist: reader.choice("meets_pricelist", POLICIES, "larger"),
            manual: reader.choice("meets_manual", POLICIES, "keep"),
        },
    };
}

/** Return a category; arguments as of `readSettings`. */
export function readCategory(data, path) {
    const reader = new Reader(data, path, CATEGORY_FIELDS);
    const kind = reader.choice("kind", CATEGORY_KINDS, "social");
    return {
        kind,
        ...reader.dates(),
        ...readHours(reader),
        id: reader.integer("id"),
        ladderId: kind === "tier" ? reader.integer("ladder_id") : null,
        requiresProof: reader.flag("requires_proof"),
        weekdays: reader.integers("weekdays", 0, 6),
        companyIds: reader.integers("company_ids"),
        tillIds: reader.integers("till_ids"),
    };
}

/** Return the first minute and the one after the last, null for the whole day. */
function readHours(reader) {
    const minuteFrom = reader.integer("minute_from", null, 0, MINUTES_OF_DAY - 1);
    const minuteTo = reader.integer("minute_to", null, 1, MINUTES_OF_DAY);
    if ((minuteFrom === null) !== (minuteTo === null)) {
        throw reader.error(minuteFrom === null ? "minute_from" : "minute_to", "missing");
    }
    if (minuteFrom !== null && minuteFrom === minuteTo) {
        throw reader.error("minute_to", "no_time");
    }
    return { minuteFrom, minuteTo };
}

/** Return a rule; arguments as of `readSettings`. */
export function readRule(data, path) {
    const reader = new Reader(data, path, RULE_FIELDS);
    const kind = reader.choice("kind", RULE_KINDS);
    const owner = reader.choice("owner", OWNERS, "category");
    return {
        kind,
        owner,
        ...reader.dates(),
        id: reader.integer("id"),
        sequence: reader.integer("sequence", 10),
        categoryId: owner === "category" ? reader.integer("category_id") : null,
        percent: kind === "fixed" ? reader.percent("percent") : null,
        brackets: kind === "receipt" || kind === "turnover" ? readBrackets(reader) : [],
        period: kind === "turnover" ? readPeriod(reader) : null,
        includeCurrent: reader.flag("include_current"),
        taxMode: reader.choice("tax_mode", TAX_MODES),
        companyId: reader.integer("company_id", null),
        overrides: readOverrides(reader),
    };
}

function readPeriod(reader) {
    const period = reader.value("period");
    if (!isPeriod(period)) {
        throw reader.error("period", "unknown_value");
    }
    return period;
}

/** Return brackets by amount, whatever the order in which they were given. */
function readBrackets(reader) {
    const brackets = reader.items("brackets").map((item) => readBracket(...item));
    if (!brackets.length) {
        throw reader.error("brackets", "missing");
    }
    const pairs = brackets.map((bracket) => [bracket.amountFrom, bracket]);
    indexDistinct(pairs, `${reader.path}.brackets`, "amount_from");
    return brackets.sort((one, other) => compare(one.amountFrom, other.amountFrom));
}

function readBracket(data, path) {
    const reader = new Reader(data, path, BRACKET_FIELDS);
    return {
        amountFrom: reader.number("amount_from", undefined, 0n),
        percent: reader.percent("percent"),
    };
}

function readOverrides(reader) {
    const pairs = reader.items("overrides").map((item) => readOverride(...item));
    return indexDistinct(pairs, `${reader.path}.overrides`, "target_id");
}

/** Return the target (its kind and id, in one text) and what is different for it. */
function readOverride(data, path) {
    const reader = new Reader(data, path, OVERRIDE_FIELDS);
    const target = reader.choice("target", TARGETS) + reader.integer("target_id");
    const mode = reader.choice("mode", MODES);
    return [target, { mode, percent: mode === "exclude" ? null : reader.percent("percent") }];
}
