import { after } from "@odoo/hoot";
import { CardIndex } from "@loyalty_cards/app/services/card_index";

let databases = 0;

/** Return an index on a database of its own that downloads these chunks, one after the other. */
export async function openIndex(chunks, name = `cards-test-${Date.now()}-${databases++}`) {
    const asked = [];
    const progress = [];
    const fetchChunk = async (...args) => {
        asked.push(args.slice(0, 2));
        const next = chunks.shift();
        if (next instanceof Error) {
            throw next;
        }
        return next;
    };
    const index = new CardIndex(name, fetchChunk, (...args) => progress.push(args));
    await index.open();
    after(() => {
        index.close();
        indexedDB.deleteDatabase(name);
    });
    return { index, asked, progress, name };
}
