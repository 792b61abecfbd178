import { listDiscounts, listenToMessages, makeChunk, makeRow, setupOrder } from "../utils";
import { PROGRAMME } from "../data/discount_card.data";
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder } from "@point_of_sale/../tests/unit/utils";

describe.current.tags("headless");
definePosModels();

const SAID = "The discounts were changed at the office: the open order has the new ones.";

/** Return a till with an open order of a member of the staff, who gets 20 %. */
async function setupStaff() {
    const till = await setupOrder([makeRow(1, "0471", { category: 2 })]);
    await till.store.cards.show("0471", "scan");
    return { ...till, said: listenToMessages(till.store) };
}

/** Let the office give its staff another percent. */
function changeProgramme(server, percent) {
    const rules = PROGRAMME.rules.map((rule) => (rule.id === 2 ? { ...rule, percent } : rule));
    server.programme = { ...PROGRAMME, rules, version: `staff ${percent}` };
    server.index = makeChunk({ version: server.programme.version });
}

test("a programme that changes at the office counts in the open order", async () => {
    const { store, server, order, said } = await setupStaff();
    expect(listDiscounts(order)).toEqual([20, 20]);
    changeProgramme(server, 25);
    await store.cards.refresh();
    expect(listDiscounts(order)).toEqual([25, 25]);
    expect(said).toEqual([SAID]);
    await store.cards.refresh();
    expect(said).toEqual([SAID]);
});

test("a programme that changes nothing of the order is taken without a word", async () => {
    const { store, server, order, said } = await setupStaff();
    order.lines.forEach((line) => store.setDiscountFromUI(line, 50));
    changeProgramme(server, 25);
    await store.cards.refresh();
    expect(listDiscounts(order)).toEqual([50, 50]);
    expect(said).toEqual([]);
    expect(store.config._card_programme.version).toBe("staff 25");
});

test("a new programme is kept for a restart without network", async () => {
    const { store, server } = await setupStaff();
    const kept = [];
    store.data.synchronizeServerDataInIndexedDB = (records) => kept.push(records);
    changeProgramme(server, 25);
    await store.cards.refresh();
    expect(kept).toHaveLength(1);
    expect(kept[0]["pos.config"][0]._card_programme.version).toBe("staff 25");
});

test("a new programme waits until a payment is over", async () => {
    const { store, server, order, said } = await setupStaff();
    const { data: payment } = order.addPaymentline(store.models["pos.payment.method"].get(1));
    changeProgramme(server, 25);
    await store.cards.refresh();
    expect(listDiscounts(order)).toEqual([20, 20]);
    expect(said).toEqual([]);
    order.removePaymentline(payment);
    await store.cards.refresh();
    expect(listDiscounts(order)).toEqual([25, 25]);
});

test("an order that is parked with a payment keeps its total, and holds up no new programme", async () => {
    const { store, server, order } = await setupStaff();
    order.addPaymentline(store.models["pos.payment.method"].get(1));
    const next = await getFilledOrder(store);
    await store.cards.show("0471", "scan");
    changeProgramme(server, 25);
    await store.cards.refresh();
    expect(listDiscounts(next)).toEqual([25, 25]);
    expect(listDiscounts(order)).toEqual([20, 20]);
});

test("the open order has the new programme before the till waits for its disk", async () => {
    const { store, server, order } = await setupStaff();
    const seen = [];
    store.data.synchronizeServerDataInIndexedDB = () => seen.push(...listDiscounts(order));
    changeProgramme(server, 25);
    await store.cards.refresh();
    expect(seen).toEqual([25, 25]);
});
