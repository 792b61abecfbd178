/** What a cashier does while the till waits for an answer counts. */

import { goOffline, goOnline, listDiscounts, makeChunk, makeRow, setupOrder } from "../utils";
import { Deferred, describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { TillCards } from "@loyalty_cards/app/services/till_cards";
import { markRaw } from "@odoo/owl";

describe.current.tags("headless");
definePosModels();

const ANN = 3;
const RETAIL = makeRow(1, "0471");
const STAFF = makeRow(2, "0472", { category: 2 });

/** Let the till wait for this card until `release`. */
function holdBack(store, code) {
    const gate = new Deferred();
    const held = { isAsked: false, release: () => gate.resolve() };
    patchWithCleanup(store.cards.index, {
        async find(wanted) {
            const card = await super.find(wanted);
            if (wanted === code) {
                held.isAsked = true;
                await gate;
            }
            return card;
        },
    });
    return held;
}

/** Return a till with a code that was queued and that the office tells now, but slowly. */
async function setupQueued() {
    const till = await setupOrder([STAFF]);
    const { store, server } = till;
    goOffline(store);
    await store.cards.show("LATER", "scan");
    goOnline(store);
    server.cards.LATER = [makeRow(9, "LATER")];
    const held = holdBack(store, "LATER");
    const recalled = store.cards.recall(till.order);
    await waitUntil(() => held.isAsked);
    const settle = () => {
        held.release();
        return recalled;
    };
    return { ...till, settle };
}

function payCash(store, order) {
    order.addPaymentline(store.models["pos.payment.method"].get(1));
}

test("a queued code goes to the server with an order that is closed before it is settled", async () => {
    const { order, settle } = await setupQueued();
    order.state = "paid";
    await settle();
    expect(order.card_code).toBe("LATER");
    expect(listDiscounts(order)).toEqual([0, 0]);
});

test("a queued code changes nothing once the customer has paid", async () => {
    const { store, order, settle } = await setupQueued();
    payCash(store, order);
    await settle();
    expect(order.card_code).toBe("LATER");
    expect(order.payment_ids).toHaveLength(1);
    expect(listDiscounts(order)).toEqual([0, 0]);
});

test("a card that is shown before a queued code is settled stays", async () => {
    const { store, order, settle } = await setupQueued();
    await store.cards.show("0472", "scan");
    await settle();
    expect(order.discount_card_id.code).toBe("0472");
    expect(listDiscounts(order)).toEqual([20, 20]);
});

test("a card that is looked up once more gives nothing to the order of another one", async () => {
    const { store, order } = await setupOrder([RETAIL, STAFF]);
    await store.cards.show("0471", "scan");
    const held = holdBack(store, "0471");
    const recalled = store.cards.recall(order);
    await waitUntil(() => held.isAsked);
    await store.cards.show("0472", "scan");
    held.release();
    await recalled;
    expect(order.getCardHolder().card.code).toBe("0472");
    expect(listDiscounts(order)).toEqual([20, 20]);
});

test("a card that is looked up once more changes no order that is paid meanwhile", async () => {
    const { store, server, order } = await setupOrder([RETAIL]);
    await store.cards.show("0471", "scan");
    server.index = makeChunk({ rows: [makeRow(1, "0471", { category: 2 })] });
    const held = holdBack(store, "0471");
    const refreshed = store.cards.refresh();
    await waitUntil(() => held.isAsked);
    payCash(store, order);
    held.release();
    await refreshed;
    expect(order.isPaid()).toBe(true);
    expect(listDiscounts(order)).toEqual([5, 5]);
});

test("of two cards the one that was shown last counts", async () => {
    const { store, order } = await setupOrder([RETAIL, STAFF]);
    const held = holdBack(store, "0471");
    const first = store.cards.show("0471", "scan");
    await store.cards.show("0472", "scan");
    held.release();
    expect(await first).toBe(false);
    expect(order.discount_card_id.code).toBe("0472");
    expect(listDiscounts(order)).toEqual([20, 20]);
});

test("a card that is shown while that of the customer is looked up stays", async () => {
    const { store, order } = await setupOrder([
        makeRow(1, "0471", { partner: ANN, primary: 1 }),
        STAFF,
    ]);
    const held = holdBack(store, "0471");
    order.setPartner(store.models["res.partner"].get(ANN));
    const chosen = store.cards.orders.elect(order);
    await waitUntil(() => held.isAsked);
    await store.cards.show("0472", "scan");
    held.release();
    await chosen;
    expect(order.discount_card_id.code).toBe("0472");
    expect(listDiscounts(order)).toEqual([20, 20]);
});

test("a sale counts in the next one, even if the till is just asking for news", async () => {
    const { store, server, order } = await setupOrder([RETAIL]);
    await store.cards.show("0471", "scan");
    const gate = new Deferred();
    let asked = 0;
    onRpc("pos.config", "get_card_index", async () => {
        const answer = server.index;
        asked++;
        await gate;
        return answer;
    });
    server.index = makeChunk({});
    store.cards.refresh();
    await waitUntil(() => asked);
    server.index = makeChunk({ rows: [makeRow(1, "0471", { turnover: "16.96" })] });
    order.state = "paid";
    await store.postSyncAllOrders([order]);
    gate.resolve();
    await waitUntil(() => asked === 2);
    await store.cards.refreshing;
    expect((await store.cards.index.find("0471")).turnovers).toEqual({ lifetime: "16.96" });
});

test("orders that are sent before a till has its cards take none away", async () => {
    const { store } = await setupOrder([RETAIL, STAFF]);
    store.cards.index.close();
    onRpc("pos.config", "get_card_index", ({ args: [, cursor, afterId] }) => {
        const isFirst = !cursor && !afterId;
        return makeChunk({ rows: isFirst ? [RETAIL] : [], next_after_id: isFirst && 1 });
    });
    store.cards = markRaw(new TillCards(store));
    const refreshed = store.cards.refresh();
    await store.cards.startForReal();
    await refreshed;
    expect((await store.cards.index.find("0472")).id).toBe(2);
});
