import { getPartner, listDiscounts, listenToMessages, makeRow, setupOrder } from "../utils";
import { describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";
import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

describe.current.tags("headless");
definePosModels();

const ANN = 3; // a customer whom the till has loaded

test("a customer may have discounts without a card", async () => {
    const { store, order } = await setupOrder([], [[ANN, ANN, [2], {}, 0, ["0"]]]);
    store.setPartnerToCurrentOrder(getPartner(store, ANN));
    await waitUntil(() => order.isCardHolder());
    expect(order.discount_card_id).toBe(undefined);
    expect(listDiscounts(order)).toEqual([20, 20]);
});

test("a card issued elsewhere since the last contact is asked for, once", async () => {
    const { store, server, order } = await setupOrder();
    server.cards.NEW = [makeRow(9, "NEW")];
    await store.cards.show("NEW", "scan");
    expect(order.discount_card_id.id).toBe(9);
    expect(listDiscounts(order)).toEqual([5, 5]);
    await store.cards.show("NEW", "scan");
    expect(server.asked).toEqual(["NEW"]);
});

test("turnovers of a card that is asked for are read by the periods they come with", async () => {
    const { store, server, order } = await setupOrder();
    const row = makeRow(9, "NEW", { category: 3 });
    server.periods = ["rolling_30", "lifetime"];
    server.cards.NEW = [[...row.slice(0, -1), ["0", "20"]]];
    await store.cards.show("NEW", "scan");
    expect(listDiscounts(order)).toEqual([7, 7]); // from 15 on
});

test("a code is queued when the office cannot answer, and its reason is said", async () => {
    const { store, order } = await setupOrder();
    const said = listenToMessages(store);
    onRpc("pos.config", "find_card", () => {
        throw makeServerError({ message: "Too many connections", type: "OperationalError" });
    });
    await store.cards.show("LATER", "scan");
    expect(said[0]).toBe("Card LATER could not be looked up: Too many connections");
    expect(said[1]).toInclude("not known here, and the office cannot be asked");
    expect(said).toHaveLength(2);
    expect(order.card_code).toBe("LATER");
});
