/** Rows of cards and customers, as the server writes them: what they say, and where they are kept. */

// Prefixes of keys: all kinds of facts share one map.
export const CARD = "c"; // by code: a row
const CODE = "i"; // by id of the card: its code
export const SHARED = "s"; // by id of the customer: code of the primary card of all companies
export const PRIMARY = "p"; // by id of the customer: code of the primary card of this company
export const CUSTOMER = "u"; // by id of the customer: discounts without a card

const ID_OF_CARD = 0;
const CODE_OF_CARD = 1;
const OWNER_OF_CARD = 3;
const RANK = 10; // as the primary card of its customer
const TURNOVERS = 11;

/** Return the code as the server keeps it: without blanks. */
export function normaliseCode(code) {
    return String(code ?? "").replace(/\s+/g, "");
}

// What they say.

/** Return the card of a row. */
export function readCard(row, periods) {
    const [id, code, state, partnerId, categoryId, percent, from, to, proofTo, hasProof] = row;
    return {
        id,
        code,
        state,
        partnerId: partnerId || null,
        categoryId: categoryId || null,
        personalPercent: percent || null,
        dateFrom: from || null,
        dateTo: to || null,
        proofs: hasProof ? [{ category_id: categoryId, valid_to: proofTo || null }] : [],
        turnovers: nameAmounts(row[TURNOVERS], periods),
    };
}

/** Return what a row says that a customer gets without a card. */
export function readCustomer([partnerId, , categoryIds, proofs, percent, amounts], periods) {
    return {
        partnerId,
        categoryIds,
        personalPercent: percent || null,
        proofs: Object.entries(proofs).map(([categoryId, day]) => ({
            category_id: Number(categoryId),
            valid_to: day || null,
        })),
        turnovers: nameAmounts(amounts, periods),
    };
}

/** Return amounts by period: the rows have them in the order of the programme's periods. */
function nameAmounts(amounts, periods) {
    return Object.fromEntries(periods.map((period, index) => [period, amounts[index]]));
}

// Where they are kept.

/**
 * Keep rows in a map.
 *
 * @param {BucketDatabase} database
 * @param {number} generation of the map
 * @param {boolean} isNew whether the map is filled anew
 * @param {object} chunk rows of cards and of customers, and ids of cards that are removed
 */
export async function keepRows(database, generation, isNew, chunk) {
    const changes = await listChanges(database, generation, isNew, chunk);
    await database.change(generation, changes);
}

async function listChanges(database, generation, isNew, { rows, removed = [], customers = [] }) {
    const changes = new Map();
    if (!isNew) {
        const ids = [...removed, ...rows.map((row) => row[ID_OF_CARD])];
        await forgetCards(database, generation, ids, changes);
    }
    rows.forEach((row) => noteCard(row, changes));
    customers.forEach((row) => changes.set(CUSTOMER + row[0], isNothing(row) ? null : row));
    return changes;
}

/** Cards may have got another code or customer since they were noted. */
async function forgetCards(database, generation, ids, changes) {
    const codes = await database.readMany(
        generation,
        ids.map((id) => CODE + id)
    );
    const keys = [...codes.values()].map((code) => CARD + code);
    const rows = [...(await database.readMany(generation, keys)).values()];
    const owners = rows.flatMap(({ [OWNER_OF_CARD]: owner }) => [PRIMARY + owner, SHARED + owner]);
    const primaries = await database.readMany(generation, owners);
    for (const row of rows.filter((row) => codes.has(CODE + row[ID_OF_CARD]))) {
        const code = row[CODE_OF_CARD];
        changes.set(CODE + row[ID_OF_CARD], null).set(CARD + code, null);
        for (const key of [PRIMARY + row[OWNER_OF_CARD], SHARED + row[OWNER_OF_CARD]]) {
            if (primaries.get(key) === code) {
                changes.set(key, null);
            }
        }
    }
}

function noteCard(row, changes) {
    const code = row[CODE_OF_CARD];
    changes.set(CARD + code, row).set(CODE + row[ID_OF_CARD], code);
    const prefix = [null, SHARED, PRIMARY][row[RANK]];
    if (prefix && row[OWNER_OF_CARD]) {
        changes.set(prefix + row[OWNER_OF_CARD], code);
    }
}

/** A customer who has no discounts any more comes once more, without any. */
function isNothing([, , categoryIds, , personalPercent]) {
    return !categoryIds.length && !personalPercent;
}
