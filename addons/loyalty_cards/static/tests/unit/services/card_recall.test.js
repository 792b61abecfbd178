import {
    goOffline,
    goOnline,
    listDiscounts,
    listenToMessages,
    makeChunk,
    makeRow,
    setupOrder,
} from "../utils";
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

describe.current.tags("headless");
definePosModels();

const STAFF = { category: 2 };

test("a card blocked at head office is refused at the next contact", async () => {
    const { store, server, order } = await setupOrder([makeRow(1, "0471", STAFF)]);
    const said = listenToMessages(store);
    await store.cards.show("0471", "scan");
    expect(listDiscounts(order)).toEqual([20, 20]);
    server.index = makeChunk({ rows: [makeRow(1, "0471", { state: "blocked", ...STAFF })] });
    await store.cards.refresh();
    expect(listDiscounts(order)).toEqual([0, 0]);
    expect(said).toEqual(["Card 0471 is blocked."]);
    expect(await store.cards.show("0471", "scan")).toBe(false);
});

test("an unknown code is queued without network, and settled when it is back", async () => {
    const { store, server, order } = await setupOrder();
    const said = listenToMessages(store);
    goOffline(store);
    await store.cards.show("LATER", "scan");
    expect(order.card_code).toBe("LATER");
    expect(order.serializeForORM({ keepCommands: true }).card_code).toBe("LATER");
    expect(said[0]).toInclude("LATER is not known here");
    goOnline(store);
    server.cards.LATER = [makeRow(9, "LATER")];
    await store.cards.refresh();
    expect(order.card_code).toBe(false);
    expect(order.discount_card_id.id).toBe(9);
    expect(listDiscounts(order)).toEqual([5, 5]);
});

test("a queued code that turns out to be nobody's is said once", async () => {
    const { store, server, order } = await setupOrder();
    goOffline(store);
    await store.cards.show("NOBODY", "scan");
    goOnline(store);
    server.message = "There is no discount card NOBODY.";
    const said = listenToMessages(store);
    await store.cards.refresh();
    await store.cards.refresh();
    expect(said).toEqual(["There is no discount card NOBODY."]);
    expect(order.card_code).toBe(false);
});
