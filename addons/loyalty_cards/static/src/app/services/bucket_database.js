/**
 * A map from text to JSON values that a browser keeps on disk: a database with few large records.
 *
 * A record for each card would take minutes to write. Values are kept together in buckets instead,
 * chosen by the hash of their key, each bucket the JSON text of one object.
 *
 * A generation is a whole map. A new one is filled beside the one in use, and replaces it at once.
 */

const BUCKETS = 256;
const BATCH = 32; // buckets written in one go: the screen gets its turn in between

export class BucketDatabase {
    /** @param {string} name of the database in the browser */
    constructor(name) {
        this.name = name;
        this.connection = null;
    }

    async open() {
        const request = indexedDB.open(this.name, 1);
        request.onupgradeneeded = () => {
            request.result.createObjectStore("buckets");
            request.result.createObjectStore("notes");
        };
        this.connection = await finish(request);
        // Another tab that wants to delete or change the database does not wait for this one.
        this.connection.onversionchange = () => this.close();
    }

    close() {
        this.connection?.close();
        this.connection = null;
    }

    // === SINGLE VALUES ===

    /** Return what was noted under a name, undefined if nothing was. */
    readNote(name) {
        return finish(this.connection.transaction("notes").objectStore("notes").get(name));
    }

    writeNote(name, value) {
        const transaction = this.connection.transaction("notes", "readwrite");
        transaction.objectStore("notes").put(value, name);
        return complete(transaction);
    }

    // === MAPS ===

    /** Return the value of a key, undefined if there is none. */
    async read(generation, key) {
        return (await this.readMany(generation, [key])).get(key);
    }

    /** Return values by key, without the keys that have none. */
    async readMany(generation, keys) {
        const found = new Map();
        for (const [bucket, wanted] of Map.groupBy(keys, hash)) {
            const store = this.connection.transaction("buckets").objectStore("buckets");
            const values = parse(await finish(store.get([generation, bucket])));
            wanted.filter((key) => key in values).forEach((key) => found.set(key, values[key]));
        }
        return found;
    }

    /**
     * Set values, and take away the keys whose value is null.
     *
     * @param {number} generation of the map
     * @param {Map<string, unknown>} changes JSON values by key
     */
    async change(generation, changes) {
        const byBucket = Map.groupBy(changes, ([key]) => hash(key));
        const buckets = [...byBucket.keys()];
        for (let index = 0; index < buckets.length; index += BATCH) {
            await this.changeBuckets(generation, buckets.slice(index, index + BATCH), byBucket);
        }
    }

    changeBuckets(generation, buckets, byBucket) {
        const transaction = this.connection.transaction("buckets", "readwrite");
        const store = transaction.objectStore("buckets");
        for (const bucket of buckets) {
            const request = store.get([generation, bucket]);
            request.onsuccess = () => {
                const text = merge(request.result, byBucket.get(bucket));
                store.put(text, [generation, bucket]);
            };
        }
        return complete(transaction);
    }

    /** Forget all maps but one. */
    keepOnly(generation) {
        const transaction = this.connection.transaction("buckets", "readwrite");
        const store = transaction.objectStore("buckets");
        store.delete(IDBKeyRange.upperBound([generation], true));
        store.delete(IDBKeyRange.lowerBound([generation + 1]));
        return complete(transaction);
    }
}

function parse(text) {
    return text ? JSON.parse(text) : {};
}

function merge(text, pairs) {
    const values = parse(text);
    for (const [key, value] of pairs) {
        if (value === null) {
            delete values[key];
        } else {
            values[key] = value;
        }
    }
    return JSON.stringify(values);
}

/** Return the bucket of a key: FNV-1a, folded. */
function hash(key) {
    let sum = 0x811c9dc5;
    for (let index = 0; index < key.length; index++) {
        sum = Math.imul(sum ^ key.charCodeAt(index), 0x01000193);
    }
    return ((sum >>> 16) ^ sum) & (BUCKETS - 1);
}

function finish(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function complete(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
    });
}
