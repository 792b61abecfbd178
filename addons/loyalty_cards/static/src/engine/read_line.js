/** Reads one line of a document. */

import { roundTo } from "./exact";
import { Reader } from "./reader";

const STANDING_ORIGINS = ["none", "pricelist", "manual"];
const ORIGINS = [...STANDING_ORIGINS, "card"];

const LINE_FIELDS = new Set([
    "key",
    "product_id",
    "category_path",
    "tag_ids",
    "quantity",
    "unit_price",
    "gross_excluded",
    "gross_included",
    "discount",
    "origin",
    "prior_discount",
    "prior_origin",
    "is_eligible",
    "max_percent",
    "min_unit_price",
    "unit_cost",
    "margin_percent",
]);

/**
 * Return a line.
 *
 * @param {unknown} data see SPECIFICATION.md, section 2
 * @param {string} path where it is in the request
 * @param {bigint} rounding of the document's currency
 */
export function readLine(data, path, rounding) {
    const reader = new Reader(data, path, LINE_FIELDS);
    const key = readKey(reader);
    const given = readDiscount(reader, "discount", "origin", ORIGINS);
    return {
        key,
        given, // what is on the line
        productId: reader.integer("product_id"),
        categoryPath: reader.integers("category_path"), // leaf first
        tagIds: reader.integers("tag_ids"),
        quantity: reader.number("quantity"),
        unitPrice: reader.number("unit_price"),
        gross: {
            excluded: roundTo(reader.number("gross_excluded"), rounding),
            included: roundTo(reader.number("gross_included"), rounding),
        },
        standing: readStanding(reader, given), // what is there without a card
        isEligible: reader.flag("is_eligible", true),
        maxPercent: reader.percent("max_percent", null),
        minUnitPrice: reader.number("min_unit_price", null),
        unitCost: reader.number("unit_cost", null),
        marginPercent: reader.number("margin_percent", null),
    };
}

function readKey(reader) {
    const key = reader.value("key");
    return typeof key === "string" ? key : reader.integer("key");
}

/** Return what stood on the line before a card, which the caller has kept. */
function readStanding(reader, given) {
    if (given.origin !== "card") {
        return given;
    }
    return readDiscount(reader, "prior_discount", "prior_origin", STANDING_ORIGINS);
}

function readDiscount(reader, name, originName, origins) {
    const percent = reader.number(name, 0n);
    const origin = reader.choice(originName, origins, "none");
    if (percent && origin === "none") {
        throw reader.error(originName, "missing");
    }
    return { percent, origin };
}
