import { goOffline, listDiscounts, makeRow, setupOrder } from "../utils";
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

describe.current.tags("headless");
definePosModels();

const RETAIL = makeRow(1, "0471");
const STAFF = makeRow(2, "0472", { category: 2 });

async function setupScanned(row = RETAIL) {
    const till = await setupOrder([row]);
    await till.store.cards.show(row[1], "scan", till.order);
    return till;
}

/** Add one piece of a product: 5 costs 3.45 with taxes, 6 and 9 cost 3.75. */
function add(store, order, template, values = {}) {
    const product = store.models["product.template"].get(template);
    return store.addLineToOrder({ product_tmpl_id: product, ...values }, order);
}

test("a scanned card discounts the lines at once", async () => {
    const { order } = await setupScanned();
    expect(order.discount_card_id.code).toBe("0471");
    expect(order.card_entry_mode).toBe("scan");
    expect(listDiscounts(order)).toEqual([5, 5]);
    expect(order.lines[0].card_origin).toBe("card");
    expect(order.lines[0].card_rule_names).toBe("By receipt");
    expect(order.priceIncl).toBe(16.96);
    expect(order.card_discount_total).toBe(0.89);
    expect(order.card_outcome.next.missing).toBe("12.15");
});

test("without a card nothing is discounted", async () => {
    const { order } = await setupOrder([RETAIL]);
    expect(listDiscounts(order)).toEqual([0, 0]);
    expect(order.lines[0].card_origin).toBe("none");
});

test("quantity, price and deletion move the bracket at once", async () => {
    const { order } = await setupScanned();
    const [first, second] = order.lines;
    first.setQuantity(10); // 34.50 + 7.50
    expect(listDiscounts(order)).toEqual([10, 10]);
    first.setQuantity(1); // 3.45 + 7.50
    expect(listDiscounts(order)).toEqual([5, 5]);
    second.setUnitPrice(20); // 3.45 + 50.00
    second.price_type = "manual";
    expect(listDiscounts(order)).toEqual([10, 10]);
    order.removeOrderline(second);
    expect(listDiscounts(order)).toEqual([5]);
    expect(order.currency.round(order.priceIncl)).toBe(3.28);
});

test("a new line is discounted, and may lift all others", async () => {
    const { store, order } = await setupScanned();
    await add(store, order, 9); // 17.85 + 3.75
    expect(listDiscounts(order)).toEqual([5, 5, 5]);
    await add(store, order, 9, { qty: 3 });
    expect(listDiscounts(order)).toEqual([10, 10, 10]);
    expect(order.lines[2].qty).toBe(4);
});

test("the same product scanned again goes to the same line", async () => {
    const { store, order } = await setupScanned();
    for (let count = 0; count < 6; count++) {
        await add(store, order, 5);
    }
    expect(order.lines).toHaveLength(2);
    expect(order.lines[0].qty).toBe(9);
    expect(listDiscounts(order)).toEqual([10, 10]); // 31.05 + 7.50
});

test("what a person types stays, and is marked", async () => {
    const { store, order } = await setupScanned();
    await store.setDiscountFromUI(order.lines[0], 50);
    expect(order.lines[0].card_origin).toBe("manual");
    order.lines[1].setQuantity(10);
    expect(listDiscounts(order)).toEqual([50, 10]);
    await store.setDiscountFromUI(order.lines[0], "0");
    order.lines[1].setQuantity(1);
    expect(listDiscounts(order)).toEqual([0, 5]);
});

test("what a person typed before the card was shown stays too", async () => {
    const { store, order } = await setupOrder([RETAIL]);
    await store.setDiscountFromUI(order.lines[0], 3);
    await store.cards.show("0471", "scan", order);
    expect(listDiscounts(order)).toEqual([3, 5]);
});

test("a weighed line is discounted, whatever it weighs", async () => {
    const { store, order } = await setupScanned();
    const line = await add(store, order, 9, { qty: 0.755 });
    expect(line.discount).toBe(5);
    line.setQuantity(7.25);
    expect(line.discount).toBe(10);
});

test("the parts of a combo are discounted, the combo itself has no price", async () => {
    const { store, order } = await setupScanned(STAFF);
    const template = store.models["product.template"].get(7);
    const item = (id) => ({
        combo_item_id: store.models["product.combo.item"].get(id),
        configuration: { attribute_custom_values: {}, attribute_value_ids: [], price_extra: 0 },
        qty: 1,
    });
    const parent = await store.addLineToOrder(
        { product_tmpl_id: template, payload: [[item(1), item(3)], []], qty: 1 },
        order
    );
    expect(parent.combo_line_ids).toHaveLength(2);
    expect(parent.combo_line_ids.map((line) => line.discount)).toEqual([20, 20]);
    expect(parent.getDiscount()).toBe(0);
    await store.setDiscountFromUI(parent, 30);
    expect(parent.combo_line_ids.map((line) => line.discount)).toEqual([30, 30]);
    parent.setQuantity(2);
    expect(parent.combo_line_ids.map((line) => line.discount)).toEqual([30, 30]);
});

test("a line split off to another order keeps its discount, and the order gets the card", async () => {
    const { store, order } = await setupScanned(STAFF);
    // What the screen of pos_restaurant does.
    const part = store.createNewOrder();
    part.uiState.splittedOrderUuid = order.uuid;
    order.uiState.splittedOrderUuid = part.uuid;
    const data = { ...order.lines[0].raw };
    delete data.combo_line_ids;
    delete data.uuid;
    delete data.id;
    store.models["pos.order.line"].create({ ...data, qty: 1, order_id: part.id });
    order.lines[0].update({ qty: 2 });
    expect(listDiscounts(part)).toEqual([20]);
    expect(part.discount_card_id.code).toBe("0472");
    part.lines[0].setQuantity(5);
    expect(listDiscounts(part)).toEqual([20]);
    expect(listDiscounts(order)).toEqual([20, 20]);
});

/** Put lines of an order into another one, as `mergeOrders` of pos_restaurant does. */
async function mergeInto(store, target, order) {
    for (const line of [...order.lines]) {
        const data = { ...line.raw, order_id: target.id };
        delete data.combo_line_ids;
        delete data.uuid;
        delete data.id;
        store.models["pos.order.line"].create(data, false, true);
        line.delete();
    }
    await store.deleteOrders([order], [], true);
}

test("lines merged into an order of nobody lose the discount of the card", async () => {
    const { store, order } = await setupScanned(STAFF);
    await store.setDiscountFromUI(order.lines[1], 3);
    const table = store.createNewOrder();
    await mergeInto(store, table, order);
    expect(table.lines.map(({ card_origin }) => card_origin)).toEqual(["none", "manual"]);
    expect(listDiscounts(table)).toEqual([0, 3]);
});

test("lines merged into an order with a card get the discount of that card", async () => {
    const { store, order } = await setupOrder([RETAIL, STAFF]);
    await store.cards.show("0472", "scan", order);
    const table = store.createNewOrder();
    await store.cards.show("0471", "scan", table);
    await mergeInto(store, table, order);
    expect(listDiscounts(table)).toEqual([5, 5]);
});

test("a settled sale order and returned goods are not discounted again", async () => {
    const { store, order } = await setupScanned(STAFF);
    const settled = await add(store, order, 6, { price_unit: 100, price_type: "automatic" });
    settled.setDiscount(3);
    expect(settled.discount).toBe(3);
    const sold = order.lines[0];
    const refund = store.createNewOrder();
    refund.is_refund = true;
    refund.update({ discount_card_id: order.discount_card_id });
    refund.setCardHolder(order.getCardHolder());
    const back = store.models["pos.order.line"].create({
        qty: -1,
        price_unit: 100,
        product_id: sold.product_id,
        order_id: refund,
        discount: 8,
        refunded_orderline_id: sold,
        price_type: "automatic",
    });
    expect(back.discount).toBe(8);
});

test("a settled sale order whose price is typed is not discounted again", async () => {
    const { store, order } = await setupScanned(STAFF);
    const settled = await add(store, order, 6, { price_unit: 100, price_type: "automatic" });
    settled.sale_order_line_id = { id: 2 }; // a field of pos_sale, which need not be there
    settled.price_type = "manual"; // as core's summary of the order does
    settled.setUnitPrice(90);
    expect(settled.getDiscount()).toBe(0);
    expect(settled.card_origin).toBe("none");
    expect(listDiscounts(order)).toEqual([20, 20, 0]);
});

test("tips are not discounted", async () => {
    const { store, order } = await setupScanned(STAFF);
    const tip = await store.setTip(10);
    expect(tip.getDiscount()).toBe(0);
    expect(listDiscounts(order)).toEqual([20, 20, 0]);
});

test("the limits of a product hold", async () => {
    const { order } = await setupScanned(STAFF);
    const template = order.lines[0].product_id.product_tmpl_id;
    template.card_max_percent = 12;
    order.lines[0].setQuantity(4);
    expect(listDiscounts(order)).toEqual([12, 20]);
    template.is_card_discounted = false;
    order.lines[0].setQuantity(3);
    expect(listDiscounts(order)).toEqual([0, 20]);
});

test("without the card everything is as before", async () => {
    const { store, order } = await setupScanned(STAFF);
    await store.setDiscountFromUI(order.lines[1], 3);
    order.update({ discount_card_id: undefined });
    order.setCardHolder({ card: null, customer: null });
    expect(listDiscounts(order)).toEqual([0, 3]);
    expect(order.priceIncl).toBe(17.63);
});

test("the turnover of a holder grows by what this till sold without network", async () => {
    const row = makeRow(3, "0473", { category: 3, turnover: "2" });
    const { store, order } = await setupOrder([row]);
    goOffline(store);
    await store.cards.show("0473", "scan", order);
    expect(listDiscounts(order)).toEqual([0, 0]); // 2 of 15
    order.state = "paid";
    const next = store.addNewOrder();
    await add(store, next, 5);
    await store.cards.show("0473", "scan", next);
    expect(listDiscounts(next)).toEqual([7]); // 2 + 17.85
});

test("what others have bought without network counts for them alone", async () => {
    const rows = [3, 4].map((id) => makeRow(id, `047${id}`, { category: 3, turnover: "2" }));
    const { store, order } = await setupOrder(rows);
    goOffline(store);
    await store.cards.show("0474", "scan", order);
    order.state = "paid";
    const next = store.addNewOrder();
    await add(store, next, 5);
    await store.cards.show("0473", "scan", next);
    expect(listDiscounts(next)).toEqual([0]); // 2 of 15
});

test("an order that another register sent stays as it is", async () => {
    const { store, order } = await setupScanned(STAFF);
    const line = order.lines[0];
    line.setDiscount(20);
    store.models.loadConnectedData({
        "pos.order.line": [{ ...line.raw, discount: 11, card_given: 11, order_id: order.id }],
    });
    expect(order.lines[0].discount).toBe(11);
});

test("the server is sent the card and what each line got", async () => {
    const { order } = await setupScanned();
    const { discount_card_id, card_entry_mode, card_outcome, lines } = order.serializeForORM();
    expect({ discount_card_id, card_entry_mode }).toEqual({
        discount_card_id: 1,
        card_entry_mode: "scan",
    });
    expect(card_outcome.is_given).toBe(true);
    const [, , first] = lines[0];
    expect(first.discount).toBe(5);
    expect(first.card_given).toBe(5);
    expect(first.card_percent).toBe(5);
    expect(first.card_origin).toBe("card");
    expect(first.card_prior_origin).toBe("none");
    expect(first.card_rule_names).toBe("By receipt");
});

test("who buys is remembered by an order that comes back from the disk", async () => {
    const { store, order } = await setupScanned(STAFF);
    const stored = JSON.parse(JSON.stringify(order.serializeForIndexedDB()));
    const state = JSON.parse(stored.JSONuiState ?? stored.uiState ?? "{}");
    expect(state.card_holder.card.code).toBe("0472");
    expect(store.data.opts.databaseTable["discount.card"].condition(order.discount_card_id)).toBe(
        false
    );
});
