/** What is wrong with what a shop has set up, before anybody buys. */

import { EngineInputError } from "./errors";
import { writeNumber } from "./exact";
import { readCategory, readRule, readSettings } from "./read_programme";
import { compare, indexDistinct, Reader } from "./reader";

const PROGRAMME_FIELDS = new Set(["settings", "categories", "rules", "holders"]);
const HOLDER_FIELDS = new Set(["id", "category_ids"]);

/**
 * Return all that is wrong with a programme: SPECIFICATION.md, section 9, lists the codes.
 *
 * @param {object} data settings, categories and rules as in a request, and holders: objects of
 *  `id` and `category_ids`, all categories of one customer and of his cards
 * @returns {{ code: string, params: object }[]} of each object only the first field that cannot be
 *  read
 * @throws {EngineInputError} the programme is not an object, or what it holds are not lists
 */
export function validateProgramme(data) {
    const reader = new Reader(data, "", PROGRAMME_FIELDS);
    const problems = [];
    collect(problems, [[reader.value("settings", {}), "settings"]], readSettings);
    const categories = collect(problems, reader.items("categories"), readCategory);
    const rules = collect(problems, reader.items("rules"), readRule);
    const holders = collect(problems, reader.items("holders"), readHolder);
    attempt(problems, () => checkDistinct(categories, "categories"));
    attempt(problems, () => checkDistinct(rules, "rules"));
    problems.push(...checkRules(categories, rules), ...checkHolders(categories, holders));
    return problems;
}

/** Return what can be read, and add what cannot to the problems. */
function collect(problems, items, read) {
    const found = [];
    for (const item of items) {
        attempt(problems, () => found.push(read(...item)));
    }
    return found;
}

/** Do something, and add its error to the problems. */
function attempt(problems, action) {
    try {
        action();
    } catch (error) {
        if (!(error instanceof EngineInputError)) {
            throw error;
        }
        problems.push(describe(error.code, { field: error.field }));
    }
}

function checkDistinct(objects, path) {
    const pairs = objects.map((object) => [object.id, object]);
    indexDistinct(pairs, path, "id");
}

function describe(code, params) {
    return { code, params };
}

function readHolder(data, path) {
    const reader = new Reader(data, path, HOLDER_FIELDS);
    return { id: reader.integer("id"), categoryIds: new Set(reader.integers("category_ids")) };
}

function checkRules(categories, rules) {
    const known = new Set(categories.map((category) => category.id));
    const problems = rules.flatMap((rule) => [
        ...findUnknownCategory(rule, known),
        ...findFallingBrackets(rule),
    ]);
    return [...problems, ...findOverlappingRules(rules)];
}

function findUnknownCategory(rule, known) {
    if (rule.owner !== "category" || known.has(rule.categoryId)) {
        return [];
    }
    return [describe("unknown_category", { rule_id: rule.id, category_id: rule.categoryId })];
}

/** Whoever buys more gets no less. */
function findFallingBrackets(rule) {
    return rule.brackets
        .filter((upper, index) => index && upper.percent < rule.brackets[index - 1].percent)
        .map(({ amountFrom }) =>
            describe("falling_bracket", { rule_id: rule.id, amount_from: writeNumber(amountFrom) })
        );
}

function findOverlappingRules(rules) {
    return rules.flatMap((one, index) =>
        rules
            .slice(index + 1)
            .filter((other) => overlap(one, other))
            .map((other) =>
                describe("overlapping_rules", { rule_ids: [one.id, other.id].sort(compare) })
            )
    );
}

/** Two ladders of the same owner over the same amounts; overrides may share the products. */
function overlap(one, other) {
    return (
        one.brackets.length > 0 &&
        ["owner", "categoryId", "kind", "period"].every((name) => one[name] === other[name]) &&
        !(one.overrides.size || other.overrides.size) &&
        (one.companyId === other.companyId || one.companyId === null || other.companyId === null) &&
        beginsBy(one, other) &&
        beginsBy(other, one)
    );
}

/** Whether a rule begins while the other has not ended. */
function beginsBy(one, other) {
    return !(one.validFrom && other.validTo) || one.validFrom <= other.validTo;
}

/** One customer climbs one ladder, and stands on one step of it. */
function checkHolders(categories, holders) {
    const tiers = categories.filter((category) => category.kind === "tier");
    const ladderOf = new Map(tiers.map((tier) => [tier.id, tier.ladderId]));
    return holders.flatMap((holder) => checkHolder(holder, ladderOf));
}

function checkHolder(holder, ladderOf) {
    const steps = new Map();
    for (const categoryId of [...holder.categoryIds].sort(compare)) {
        if (ladderOf.has(categoryId)) {
            const ladderId = ladderOf.get(categoryId);
            steps.set(ladderId, [...(steps.get(ladderId) ?? []), categoryId]);
        }
    }
    const ladders = steps.size > 1 ? [[...steps.keys()].sort(compare)] : [];
    return [
        ...ladders.map((ids) => describe("two_ladders", { holder_id: holder.id, ladder_ids: ids })),
        ...[...steps.values()]
            .filter((ids) => ids.length > 1)
            .map((ids) => describe("two_tiers", { holder_id: holder.id, category_ids: ids })),
    ];
}
