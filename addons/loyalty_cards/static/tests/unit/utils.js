import { after } from "@odoo/hoot";
import { onRpc } from "@web/../tests/web_test_helpers";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";

export const PERIODS = ["lifetime"];

/** Return a row as `pos.config.get_card_index` writes it. */
export function makeRow(id, code, values = {}) {
    const { state = "active", partner = false, category = 1, primary = 0, turnover = "0" } = values;
    const { percent = 0, from = false, to = false, proof = false } = values;
    return [
        id,
        code,
        state,
        partner,
        category,
        percent,
        from,
        to,
        proof,
        Boolean(proof),
        primary,
        [turnover],
    ];
}

/** Return an answer of `pos.config.get_card_index`. */
export function makeChunk(values) {
    return {
        rows: [],
        removed: [],
        customers: [],
        next_after_id: false,
        cursor: "1",
        total: values.rows?.length ?? 0,
        periods: PERIODS,
        ...values,
    };
}

/**
 * Return a till that knows cards: what `server` says is the office's answer from now on.
 *
 * @param {Array} rows of cards
 * @param {Array} customers who have discounts without a card
 */
export async function setupTill(rows = [], customers = []) {
    const server = { index: makeChunk({ rows, customers }), cards: {}, asked: [] };
    onRpc("pos.config", "get_card_index", () => server.index);
    onRpc("pos.config", "get_card_programme", () => server.programme);
    onRpc("pos.config", "find_card", ({ args }) => {
        server.asked.push(args[1]);
        const rows = server.cards[args[1]] ?? [];
        return { rows, periods: server.periods ?? PERIODS, message: server.message };
    });
    const store = await setupPosEnv();
    await startCards(store);
    await store.cards.refreshing;
    return { store, server };
}

/** Let a till know cards; their download begins. */
export async function startCards(store) {
    const { cards } = store;
    after(() => {
        cards.index.close();
        indexedDB.deleteDatabase(cards.index.database.name);
    });
    await cards.startForReal();
}

/** Return a till and an order of five goods, 17.85 with taxes. */
export async function setupOrder(...args) {
    const till = await setupTill(...args);
    const order = await getFilledOrder(till.store);
    return { ...till, order };
}

export function getPartner(store, id) {
    return store.models["res.partner"].get(id);
}

export function goOffline(store) {
    store.data.network.offline = true;
}

export function goOnline(store) {
    store.data.network.offline = false;
}

export function listDiscounts(order) {
    return order.lines.map((line) => line.getDiscount());
}

/** Return what the till says, newest last. */
export function listenToMessages(store) {
    const said = [];
    store.notification = {
        add(message) {
            said.push(String(message));
            return () => said.push(`closed: ${message}`);
        },
    };
    return said;
}
