/** What a rule says of one product in particular. */

const PLAIN = { isExcluded: false, percent: null, cap: null };

/**
 * Return what a rule says of a line: by its product, its nearest category, or its tags.
 *
 * @param {object} rule with its overrides
 * @param {object} line whose product it is
 * @returns {{ isExcluded: boolean, percent: bigint | null, cap: bigint | null }} `percent` is
 *  instead of the rule's own
 */
export function findRuling(rule, line) {
    if (!rule.overrides.size) {
        return PLAIN;
    }
    let found = find(rule, "product", [line.productId]);
    found = found.length ? found : find(rule, "category", line.categoryPath).slice(0, 1);
    return join(found.length ? found : find(rule, "tag", line.tagIds));
}

/** Return the percent of a rule on a line, and whether the cap lowered it. */
export function applyRuling(ruling, rulePercent) {
    const percent = ruling.percent ?? rulePercent;
    const isCapped = ruling.cap !== null && ruling.cap < percent;
    return { percent: isCapped ? ruling.cap : percent, isCapped };
}

function find(rule, target, ids) {
    return ids.map((id) => rule.overrides.get(target + id)).filter(Boolean);
}

/** Return one ruling of several tags: the strictest. */
function join(overrides) {
    return {
        isExcluded: overrides.some((override) => override.mode === "exclude"),
        percent: findSmallest(overrides, "percent"),
        cap: findSmallest(overrides, "cap"),
    };
}

function findSmallest(overrides, mode) {
    return overrides
        .filter((override) => override.mode === mode)
        .map((override) => override.percent)
        .reduce((least, percent) => (least !== null && least < percent ? least : percent), null);
}
