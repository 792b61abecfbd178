import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";

/**
 * Rows by uuid that the browser keeps on disk, so that they survive a reload.
 *
 * What is in memory counts; a browser that keeps nothing (no room, no right) costs only the reload.
 */
export class KeptList {
    /** @param {string} name of the database in the browser */
    constructor(name) {
        this.name = name;
        this.rows = new Map();
        this.database = null;
        this.ready = this.open().catch((error) => this.complain(error));
    }

    /** The rows, the oldest first. */
    get all() {
        return [...this.rows.values()].sort((one, other) => one.made_at - other.made_at);
    }

    put(row) {
        this.rows.set(row.uuid, row);
        return this.write((store) => store.put(row));
    }

    remove(uuid) {
        this.rows.delete(uuid);
        return this.write((store) => store.delete(uuid));
    }

    close() {
        this.database?.close();
        this.database = null;
    }

    async open() {
        const request = indexedDB.open(this.name, 1);
        request.onupgradeneeded = () =>
            request.result.createObjectStore("rows", { keyPath: "uuid" });
        this.database = await finish(request);
        // Another tab that wants to delete or change the database does not wait for this one.
        this.database.onversionchange = () => this.close();
        const kept = await finish(this.database.transaction("rows").objectStore("rows").getAll());
        for (const row of kept) {
            if (!this.rows.has(row.uuid)) {
                this.rows.set(row.uuid, row);
            }
        }
    }

    async write(change) {
        await this.ready;
        try {
            if (this.database) {
                await finish(
                    change(this.database.transaction("rows", "readwrite").objectStore("rows"))
                );
            }
        } catch (error) {
            this.complain(error);
        }
    }

    complain(error) {
        logPosMessage("KeptList", this.name, "The browser keeps nothing", "#F5B427", [error]);
    }
}

function finish(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}
