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
import { mockDate } from "@odoo/hoot-mock";
import { waitUntil } from "@odoo/hoot-dom";
import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { TillCards } from "@loyalty_cards/app/services/till_cards";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

describe.current.tags("headless");
definePosModels();

const ANN = 3; // customers whom the till has loaded
const BOB = 18;
const STAFF = { category: 2 };

function getPartner(store, id) {
    return store.models["res.partner"].get(id);
}

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

test("a customer may have discounts without a card", async () => {
    const { store, order } = await setupOrder([], [[ANN, ANN, [2], {}, 0, ["0"]]]);
    store.setPartnerToCurrentOrder(getPartner(store, ANN));
    await waitUntil(() => order.isCardHolder());
    expect(order.discount_card_id).toBe(undefined);
    expect(listDiscounts(order)).toEqual([20, 20]);
});

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

test("a card issued yesterday elsewhere works today without network", async () => {
    const { store, server, order } = await setupOrder();
    server.index = makeChunk({ rows: [makeRow(9, "NEW")] });
    await store.cards.refresh();
    goOffline(store);
    expect(await store.cards.show("NEW", "scan")).toBe(true);
    expect(listDiscounts(order)).toEqual([5, 5]);
});

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

test("an unknown code without network takes no good card away", async () => {
    const { store, order } = await setupOrder([makeRow(1, "0471")]);
    await store.cards.show("0471", "scan");
    goOffline(store);
    await store.cards.show("UNKNOWN", "scan");
    expect(order.discount_card_id.code).toBe("0471");
    expect(order.card_code).toBe(false);
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
