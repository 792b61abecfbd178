/**
 * All cards that a till knows, on disk: found without network, and kept up to date in the
 * background. Nothing of it stays in memory.
 */

import { BucketDatabase } from "./bucket_database";

const LIMIT = 20000; // rows in one answer of the server
const EMPTY = { generation: 0, cursor: false, periods: [] };

// Prefixes of keys: all kinds of facts share one map.
const CARD = "c"; // by code: a row
const CODE = "i"; // by id of the card: its code
const SHARED = "s"; // by id of the customer: code of the primary card of all companies
const PRIMARY = "p"; // by id of the customer: code of the primary card of this company
const CUSTOMER = "u"; // by id of the customer: discounts without a card

const ID_OF_CARD = 0;
const CODE_OF_CARD = 1;
const OWNER_OF_CARD = 3;
const RANK = 10; // as the primary card of its customer
const TURNOVERS = 11;

/** Return the code as the server keeps it: without blanks. */
export function normaliseCode(code) {
    return String(code ?? "").replace(/\s+/g, "");
}

export class CardIndex {
    /**
     * @param {string} name of the database in the browser
     * @param {(cursor: string | false, afterId: number, limit: number) => Promise<object>}
     *  fetchChunk `pos.config.get_card_index`
     * @param {(done: number, total: number) => void} onProgress told of every chunk
     */
    constructor(name, fetchChunk, onProgress = () => {}) {
        this.database = new BucketDatabase(name);
        this.fetchChunk = fetchChunk;
        this.onProgress = onProgress;
        this.state = EMPTY;
    }

    async open() {
        await this.database.open();
        await this.readState();
    }

    /** Return which map is in use now: another tab of this till may have replaced it. */
    async readState() {
        this.state = (await this.database.readNote("state")) ?? EMPTY;
        return this.state;
    }

    close() {
        this.database.close();
    }

    /** Say whether all cards have been downloaded at some time, and can be read. */
    get isComplete() {
        return Boolean(this.state.generation && this.database.connection);
    }

    // === LOOK UP ===

    /** Return a card by its code, null if there is none. */
    async find(code) {
        const row = await this.read(CARD + normaliseCode(code));
        return row ? readCard(row, this.state.periods) : null;
    }

    /** Return the card that counts when a customer shows none, null without one. */
    async findPrimary(partnerId) {
        for (const prefix of [PRIMARY, SHARED]) {
            const code = await this.read(prefix + partnerId);
            const card = code && (await this.find(code));
            if (card?.state === "active") {
                return card;
            }
        }
        return null;
    }

    /** Return what a customer gets without a card, null if it is nothing. */
    async findCustomer(partnerId) {
        const row = await this.read(CUSTOMER + partnerId);
        return row ? readCustomer(row, this.state.periods) : null;
    }

    /**
     * Keep what the server said of one card, and return the card, null if there is none. Turnovers
     * of other periods than the index has are not kept: they would be taken for others.
     *
     * @param {Array} rows as of `fetchChunk`: none, or that of the card
     * @param {string[]} periods in the order in which the row has its turnovers
     */
    async learn(rows, periods) {
        if (this.isComplete) {
            const { generation, periods: kept } = await this.readState();
            if (String(kept) === String(periods)) {
                const changes = await this.listChanges(generation, false, { rows });
                await this.database.change(generation, changes);
            }
        }
        return rows.length ? readCard(rows[0], periods) : null;
    }

    async read(key) {
        if (!this.isComplete) {
            return undefined;
        }
        const { generation } = this.state;
        const value = await this.database.read(generation, key);
        if (value !== undefined || !this.isComplete) {
            return value;
        }
        await this.readState();
        return this.state.generation === generation ? undefined : this.read(key);
    }

    // === DOWNLOAD ===

    /**
     * Bring the index up to date. Whatever stops it, the index that was there stays. All tabs of a
     * till have the same index: one after the other brings it up to date.
     *
     * @returns {Promise<{customers: Array | null, version: string}>} rows of customers who have
     *  changed, null if that may be all; version of the programme at the office
     * @throws whatever `fetchChunk` throws
     */
    refresh() {
        const { locks } = navigator; // none on a page without https
        const download = () => this.download();
        return locks ? locks.request(this.database.name, download) : download();
    }

    async download() {
        const { cursor: known } = this.state;
        const { cursor, generation: used } = await this.readState();
        const first = await this.fetchChunk(cursor, 0, LIMIT);
        const isFull = !cursor || Boolean(first.is_full);
        const generation = used + (isFull ? 1 : 0);
        if (isFull) {
            await this.database.keepOnly(used); // a download was broken off
        }
        const changed = await this.store(generation, isFull, cursor, first);
        this.state = { generation, cursor: first.cursor, periods: first.periods };
        await this.database.writeNote("state", this.state);
        await this.database.keepOnly(generation);
        // What another tab has taken is not among the changes.
        const customers = isFull || cursor !== known ? null : changed;
        return { customers, version: first.version };
    }

    /**
     * Take all chunks, and return the rows of customers. The server prepares the next chunk while
     * the last one is written. The cursor of the first one counts: things change while they come.
     */
    async store(generation, isFull, cursor, first) {
        const customers = [];
        let done = 0;
        for (let chunk = first, next; chunk; chunk = next) {
            [next] = await Promise.all([
                this.fetchNext(cursor, chunk),
                this.storeChunk(generation, isFull, chunk),
            ]);
            customers.push(...chunk.customers);
            done += chunk.rows.length + chunk.customers.length;
            this.onProgress(done, Math.max(done, first.total));
        }
        return customers;
    }

    async fetchNext(cursor, { next_after_id: afterId }) {
        return afterId ? this.fetchChunk(cursor, afterId, LIMIT) : null;
    }

    async storeChunk(generation, isFull, chunk) {
        const changes = await this.listChanges(generation, isFull, chunk);
        await this.database.change(generation, changes);
    }

    async listChanges(generation, isFull, { rows, removed = [], customers = [] }) {
        const changes = new Map();
        if (!isFull) {
            const ids = [...removed, ...rows.map((row) => row[ID_OF_CARD])];
            await this.forgetCards(generation, ids, changes);
        }
        rows.forEach((row) => noteCard(row, changes));
        customers.forEach((row) => changes.set(CUSTOMER + row[0], isNothing(row) ? null : row));
        return changes;
    }

    /** Cards may have got another code or customer since they were noted. */
    async forgetCards(generation, ids, changes) {
        const codes = await this.database.readMany(
            generation,
            ids.map((id) => CODE + id)
        );
        const keys = [...codes.values()].map((code) => CARD + code);
        const rows = [...(await this.database.readMany(generation, keys)).values()];
        const owners = rows.flatMap(({ [OWNER_OF_CARD]: owner }) => [
            PRIMARY + owner,
            SHARED + owner,
        ]);
        const primaries = await this.database.readMany(generation, owners);
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

function readCard(row, periods) {
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

function readCustomer([partnerId, , categoryIds, proofs, percent, amounts], periods) {
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
