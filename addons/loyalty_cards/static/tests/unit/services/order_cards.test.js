import {
    getPartner,
    goOffline,
    listDiscounts,
    listenToMessages,
    makeRow,
    setupOrder,
} from "../utils";
import { describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

describe.current.tags("headless");
definePosModels();

const ANN = 3; // a customer whom the till has loaded
const BOB = 18; // another one
const STAFF = { category: 2 };

function pay(store, order, methodId, status) {
    const method = store.models["pos.payment.method"].get(methodId);
    const { data: payment } = order.addPaymentline(method);
    payment.setPaymentStatus(status);
    return payment;
}

test("a card brings its customer", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471", { partner: ANN })]);
    expect(await store.cards.show("0471", "scan")).toBe(true);
    expect(order.partner_id.id).toBe(ANN);
    expect(order.discount_card_id.id).toBe(1);
    expect(listDiscounts(order)).toEqual([5, 5]);
});

test("a customer brings the primary card, and another customer another one", async () => {
    const { store, order } = await setupOrder([
        makeRow(1, "0471", { partner: ANN, primary: 1 }),
        makeRow(2, "0472", { partner: ANN, ...STAFF }),
        makeRow(3, "0473", { partner: BOB, primary: 1, ...STAFF }),
    ]);
    store.setPartnerToCurrentOrder(getPartner(store, ANN));
    await waitUntil(() => order.discount_card_id);
    expect(order.discount_card_id.code).toBe("0471");
    expect(order.card_entry_mode).toBe("customer");
    expect(listDiscounts(order)).toEqual([5, 5]);
    store.setPartnerToCurrentOrder(getPartner(store, BOB));
    await waitUntil(() => order.discount_card_id?.code === "0473");
    expect(listDiscounts(order)).toEqual([20, 20]);
    store.setPartnerToCurrentOrder(false);
    await waitUntil(() => !order.discount_card_id);
    expect(listDiscounts(order)).toEqual([0, 0]);
});

test("a card that was shown is not replaced by the primary one of its customer", async () => {
    const { store, order } = await setupOrder([
        makeRow(1, "0471", { partner: ANN, primary: 1 }),
        makeRow(2, "0472", { partner: ANN, ...STAFF }),
    ]);
    await store.cards.show("0472", "scan");
    await store.cards.chooseCustomer(order);
    expect(order.discount_card_id.code).toBe("0472");
    expect(order.card_entry_mode).toBe("scan");
});

test("an unknown code without network takes no good card away", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471")]);
    await store.cards.show("0471", "scan");
    goOffline(store);
    await store.cards.show("UNKNOWN", "scan");
    expect(order.discount_card_id.code).toBe("0471");
    expect(order.card_code).toBe(false);
});

test("a card without network brings its customer if the till has it", async () => {
    const { store, order } = await setupOrder([
        makeRow(1, "0471", { partner: ANN }),
        makeRow(2, "0472", { partner: 4711, ...STAFF }),
    ]);
    goOffline(store);
    await store.cards.show("0472", "scan");
    expect(order.partner_id).toBe(undefined);
    expect(listDiscounts(order)).toEqual([20, 20]);
    await store.cards.show("0471", "scan");
    expect(order.partner_id.id).toBe(ANN);
});

test("a card shown after cash was tendered asks for the payment again", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471")]);
    const said = listenToMessages(store);
    pay(store, order, 1);
    expect(order.isPaid()).toBe(true);
    await store.cards.show("0471", "scan");
    expect(order.payment_ids).toHaveLength(0);
    expect(order.remainingDue).toBe(16.96);
    expect(said).toEqual(["The discounts have changed: ask for the payment again."]);
});

test("a payment stays if the card changes nothing", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471", { category: 3 })]);
    pay(store, order, 1);
    await store.cards.show("0471", "scan");
    expect(order.payment_ids).toHaveLength(1);
    expect(order.discount_card_id.code).toBe("0471");
});

test("a card is refused once a terminal payment is approved or under way", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471"), makeRow(2, "0472", STAFF)]);
    const said = listenToMessages(store);
    const payment = pay(store, order, 2, "waitingCard");
    expect(await store.cards.show("0471", "scan")).toBe(false);
    payment.setPaymentStatus("done");
    expect(await store.cards.show("0471", "scan")).toBe(false);
    expect(listDiscounts(order)).toEqual([0, 0]);
    expect(order.payment_ids).toHaveLength(1);
    expect(said[0]).toInclude("A payment by terminal is approved");
    payment.setPaymentStatus("retry"); // the terminal has refused
    expect(await store.cards.show("0471", "scan")).toBe(true);
});

test("a refund takes no card", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471")]);
    const said = listenToMessages(store);
    order.is_refund = true;
    expect(await store.cards.show("0471", "scan")).toBe(false);
    expect(said[0]).toInclude("Goods come back");
});
