/**
 * All cards that a till knows, on disk: found without network, and kept up to date in the
 * background. Nothing of it stays in memory.
 */

import { BucketDatabase } from "./bucket_database";
import { CardDownload } from "./card_download";
import {
    CARD,
    CUSTOMER,
    keepRows,
    normaliseCode,
    PRIMARY,
    readCard,
    readCustomer,
    SHARED,
} from "./card_rows";

const EMPTY = { generation: 0, cursor: false, periods: [] };

export class CardIndex {
    /**
     * @param {string} name of the database in the browser
     * @param {(cursor: string | false, afterId: number, limit: number) => Promise<object>}
     *  fetchChunk `pos.config.get_card_index`
     * @param {(done: number, total: number) => void} onProgress told of every chunk
     * @param {(error: DOMException) => void} onUnkept told when the browser could not keep one card
     */
    constructor(name, fetchChunk, onProgress = () => {}, onUnkept = () => {}) {
        this.database = new BucketDatabase(name);
        this.onUnkept = onUnkept;
        this.source = new CardDownload(this.database, fetchChunk, onProgress);
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

    get isOpen() {
        return Boolean(this.database.connection);
    }

    /** Say whether all cards have been downloaded at some time, and can be read. */
    get isComplete() {
        return Boolean(this.state.generation && this.isOpen);
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
            await this.keep(rows, periods).catch(this.onUnkept);
        }
        return rows.length ? readCard(rows[0], periods) : null;
    }

    async keep(rows, periods) {
        const { generation, periods: kept } = await this.readState();
        if (String(kept) === String(periods)) {
            await keepRows(this.database, generation, false, { rows });
        }
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
        const used = await this.readState();
        const { state, isFull, customers, version } = await this.source.bring(used);
        this.state = state;
        await this.database.writeNote("state", state);
        await this.database.keepOnly(state.generation);
        // What another tab has taken is not among the changes.
        return { customers: isFull || used.cursor !== known ? null : customers, version };
    }
}
