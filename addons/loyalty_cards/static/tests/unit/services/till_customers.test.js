import { goOffline, listDiscounts, makeRow, setupOrder } from "../utils";
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

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
    order.setPartner(store.models["res.partner"].get(3));
    await store.cards.chooseCustomer(order);
    expect(order.discount_card_id.code).toBe("0471");
});
