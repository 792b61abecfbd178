/** Brings rows of cards and customers from the server, in chunks. */

import { keepRows } from "./card_rows";

const LIMIT = 20000; // rows in one answer of the server

export class CardDownload {
    /**
     * @param {BucketDatabase} database that keeps the rows
     * @param {(cursor: string | false, afterId: number, limit: number) => Promise<object>}
     *  fetchChunk `pos.config.get_card_index`
     * @param {(done: number, total: number) => void} onProgress told of every chunk
     */
    constructor(database, fetchChunk, onProgress) {
        this.database = database;
        this.fetchChunk = fetchChunk;
        this.onProgress = onProgress;
    }

    /**
     * Bring what is new. A map that has to be filled anew is filled beside the one in use.
     *
     * @param {{ cursor: string | false, generation: number }} state of the index
     * @returns {Promise<{state: object, isFull: boolean, customers: Array, version: string}>} state
     *  of the index from now on, whether all has come anew, rows of customers that have come, and
     *  version of the programme at the office
     * @throws whatever `fetchChunk` throws
     */
    async bring({ cursor, generation: used }) {
        const first = await this.fetchChunk(cursor, 0, LIMIT);
        const isFull = !cursor || Boolean(first.is_full);
        const generation = used + (isFull ? 1 : 0);
        if (isFull) {
            await this.database.keepOnly(used); // a download was broken off
        }
        const customers = await this.store(generation, isFull, cursor, first);
        const state = { generation, cursor: first.cursor, periods: first.periods };
        return { state, isFull, customers, version: first.version };
    }

    /**
     * Take all chunks, and return the rows of customers. The server prepares the next chunk while
     * the last one is written. The cursor of the first one counts: things change while they come.
     */
    async store(generation, isFull, cursor, first) {
        const customers = [];
        let done = 0;
        this.onProgress(done, first.total);
        for (let chunk = first, next; chunk; chunk = next) {
            [next] = await Promise.all([
                this.fetchNext(cursor, chunk),
                keepRows(this.database, generation, isFull, chunk),
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
}
