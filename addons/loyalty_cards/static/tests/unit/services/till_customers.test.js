import { getPartner, goOffline, listDiscounts, makeChunk, makeRow, setupOrder } from "../utils";
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

import { onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");
definePosModels();

test("a card whose customer the till does not know stays when nobody is chosen", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471", { partner: 4711 })]);
    goOffline(store);
    await store.cards.show("0471", "scan");
    store.setPartnerToCurrentOrder(false);
    await store.cards.chooseCustomer(order);
    expect(order.discount_card_id.code).toBe("0471");
    expect(listDiscounts(order)).toEqual([5, 5]);
});

test("a card of nobody stays with whoever is chosen", async () => {
    const { store, order } = await setupOrder([
        makeRow(1, "0471"),
        makeRow(2, "0472", { partner: 3, primary: 1, category: 2 }),
    ]);
    await store.cards.show("0471", "scan");
    order.setPartner(getPartner(store, 3));
    await store.cards.chooseCustomer(order);
    expect(order.discount_card_id.code).toBe("0471");
});

test("a customer whose discounts change at the office has them in the open order", async () => {
    const { store, server, order } = await setupOrder([], [[3, 3, [2], {}, 0, ["0"]]]);
    order.setPartner(getPartner(store, 3));
    await store.cards.chooseCustomer(order);
    expect(listDiscounts(order)).toEqual([20, 20]);
    server.index = makeChunk({ customers: [[3, 3, [], {}, 7, ["0"]]] });
    await store.cards.refresh();
    expect(listDiscounts(order)).toEqual([7, 7]);
    server.index = makeChunk({ customers: [[3, 3, [], {}, 0, ["0"]]] });
    await store.cards.refresh();
    expect(listDiscounts(order)).toEqual([0, 0]);
});

test("another card that becomes the primary one counts in the open order", async () => {
    const { store, server, order } = await setupOrder([
        makeRow(1, "0471", { partner: 3, primary: 1 }),
        makeRow(2, "0472", { partner: 3, category: 2 }),
    ]);
    order.setPartner(getPartner(store, 3));
    await store.cards.chooseCustomer(order);
    expect(order.discount_card_id.code).toBe("0471");
    const rows = [
        makeRow(1, "0471", { partner: 3, state: "lost" }),
        makeRow(2, "0472", { partner: 3, category: 2, primary: 1 }),
    ];
    server.index = makeChunk({ rows });
    await store.cards.refresh();
    expect(order.discount_card_id.code).toBe("0472");
    expect(listDiscounts(order)).toEqual([20, 20]);
});

test("a contact that goes to another firm brings the card of that firm", async () => {
    const { store, server, order } = await setupOrder([
        makeRow(1, "0471", { partner: 4711, primary: 1, category: 2 }),
    ]);
    const partner = getPartner(store, 3);
    order.setPartner(partner);
    await store.cards.chooseCustomer(order);
    expect(order.discount_card_id).toBe(undefined);
    onRpc("res.partner", "read", ({ args: [ids], parent }) => {
        const records = parent();
        expect(ids).toEqual([3]);
        return records.map((record) => ({ ...record, commercial_partner_id: 4711 }));
    });
    server.index = makeChunk({ customers: [[3, 4711, [], {}, 0, ["0"]]] });
    await store.cards.refresh();
    expect(order.discount_card_id.code).toBe("0471");
    expect(listDiscounts(order)).toEqual([20, 20]);
});
