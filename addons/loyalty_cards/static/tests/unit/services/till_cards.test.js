import {
    getPartner,
    goOffline,
    listDiscounts,
    listenToMessages,
    makeChunk,
    makeRow,
    setupOrder,
} from "../utils";
import { describe, expect, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";
import { BucketDatabase } from "@loyalty_cards/app/services/bucket_database";
import { TillCards } from "@loyalty_cards/app/services/till_cards";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

describe.current.tags("headless");
definePosModels();

const ANN = 3; // a customer whom the till has loaded
const STAFF = { category: 2 };

test("a card that is no good is refused in words, and the sale goes on", async () => {
    mockDate("2026-03-02 10:00:00");
    const { store, server, order } = await setupOrder([
        makeRow(1, "B", { state: "blocked", ...STAFF }),
        makeRow(2, "E", { to: "2026-03-01", ...STAFF }),
        makeRow(3, "N", { from: "2026-03-03", ...STAFF }),
        makeRow(4, "A", { partner: ANN, state: "archived", ...STAFF }),
    ]);
    server.message = "There is no discount card X.";
    const said = listenToMessages(store);
    for (const code of ["B", "E", "N", "A", "X"]) {
        expect(await store.cards.show(code, "scan")).toBe(false);
    }
    expect(said).toEqual([
        "Card B is blocked.",
        "Card E has expired.",
        "Card N is valid from 2026-03-03.",
        "The customer of card A is archived: sell without the card, or restore the customer first.",
        "There is no discount card X.",
    ]);
    expect(order.discount_card_id).toBe(undefined);
    expect(listDiscounts(order)).toEqual([0, 0]);
});

test("a card issued yesterday elsewhere works today without network", async () => {
    const { store, server, order } = await setupOrder();
    server.index = makeChunk({ rows: [makeRow(9, "NEW")] });
    await store.cards.refresh();
    goOffline(store);
    expect(await store.cards.show("NEW", "scan")).toBe(true);
    expect(listDiscounts(order)).toEqual([5, 5]);
});

test("a till that starts again without network knows its cards and its order", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471", STAFF), makeRow(2, "0472")]);
    await store.cards.show("0471", "scan");
    store.cards.index.close();
    goOffline(store);
    store.cards = new TillCards(store);
    await store.cards.startForReal();
    await store.cards.refreshing;
    expect(listDiscounts(order)).toEqual([20, 20]);
    const next = store.addNewOrder();
    expect(await store.cards.show("0472", "scan", next)).toBe(true);
});

test("a till for scanned cards takes none that is typed, searched or a customer's", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471", { partner: ANN, primary: 1 })]);
    store.config.card_scan_only = true;
    const said = listenToMessages(store);
    expect(await store.cards.show("0471", "typed")).toBe(false);
    expect(await store.cards.show("0471", "search")).toBe(false);
    expect(said[0]).toInclude("cards are scanned");
    store.setPartnerToCurrentOrder(getPartner(store, ANN));
    await store.cards.chooseCustomer(order);
    expect(order.discount_card_id).toBe(undefined);
    expect(await store.cards.show("0471", "scan")).toBe(true);
});

test("progress of the download is told", async () => {
    const { store } = await setupOrder([makeRow(1, "A"), makeRow(2, "B")]);
    expect(store.cards.progress).toEqual({ done: 2, total: 2 });
});

const FULL = new DOMException("There is no room.", "QuotaExceededError");

function refuseToKeep() {
    throw FULL;
}

test("a full disk is told once, and a card that the office knows is shown", async () => {
    const { store, server, order } = await setupOrder([makeRow(1, "A")]);
    const said = listenToMessages(store);
    patchWithCleanup(BucketDatabase.prototype, { change: refuseToKeep });
    server.index = makeChunk({ rows: [makeRow(2, "B")] });
    server.cards = { B: [makeRow(2, "B")] };
    await store.cards.refresh();
    await store.cards.refresh();
    expect(await store.cards.show("B", "scan")).toBe(true);
    expect(listDiscounts(order)).toEqual([5, 5]);
    expect(said.filter((message) => message.includes("no room"))).toHaveLength(1);
});

test("a till whose browser keeps no cards sells, and asks the office", async () => {
    const { store, server, order } = await setupOrder();
    store.cards = new TillCards(store);
    server.cards = { B: [makeRow(2, "B")] };
    const said = listenToMessages(store);
    patchWithCleanup(BucketDatabase.prototype, {
        async open() {
            refuseToKeep();
        },
    });
    await store.cards.startForReal();
    await store.cards.refreshing;
    expect(said).toHaveLength(1);
    expect(await store.cards.show("B", "scan")).toBe(true);
    expect(listDiscounts(order)).toEqual([5, 5]);
});
