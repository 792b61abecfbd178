import { expectSameInformation, LOGO, setupStyle } from "./helpers";
import { expect, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { renderToElement } from "@web/core/utils/render";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { CashMoveReceipt } from "@point_of_sale/app/components/popups/cash_move_popup/cash_move_receipt/cash_move_receipt";
import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";
import { structuredReceipt } from "@pos_hardware/app/receipt/structured_receipt";

definePosModels();

const COMPANY = {
    vat: "US12345677",
    phone: "+1 555 123 4567",
    email: "info@shop.example.com",
    website: "https://shop.example.com",
    street: "12 High Street",
    city: "Springfield",
    zip: "12345",
};

async function setupShop() {
    await setupStyle();
    const store = await setupPosEnv();
    store.config.uiState.receiptLogoDataUrl = LOGO;
    store.config.receipt_header = "Welcome to our shop\nOpen 9-20";
    store.config.receipt_footer = "Thank you!\nGoods may be exchanged within 14 days.";
    Object.assign(store.company, COMPANY);
    return store;
}

/** Return an order of everything that a receipt can show. */
async function makeOrder(store) {
    const order = await getFilledOrder(store);
    order.lines[0].setDiscount(10);
    order.lines[1].setCustomerNote("Less sugar,\nplease");
    order.general_customer_note = "Call before delivery\nSecond door";
    order.setPartner(store.models["res.partner"].getFirst());
    order.addPaymentline(store.models["pos.payment.method"].getFirst());
    order.payment_ids[0].setAmount(order.priceIncl + 5);
    order.state = "paid";
    return order;
}

/** Give an element the pictures that the templates of tests have lost. */
function restorePictures(element) {
    for (const image of element.querySelectorAll("img")) {
        image.src = image.dataset.src;
    }
    return element;
}

async function renderOrder(order, props = {}) {
    await mountWithCleanup(OrderReceipt, { props: { order, ...props } });
    return restorePictures(queryOne(".pos-receipt"));
}

const LINE = { quantity: 2, basic_name: "Pizza", attribute_value_names: [] };

function renderChange(values) {
    return renderToElement("point_of_sale.OrderChangeReceipt", {
        data: {
            config_name: "Counter",
            time: "12:01",
            employee_name: "Anna",
            pos_reference: "0003",
            tracking_number: "103",
            changes: { title: "NEW", data: [LINE] },
            ...values,
        },
    });
}

function makeSale(product_name, quantity, values = {}) {
    return { product_name, quantity, uom: "Units", price_unit: 2.5, discount: 0, ...values };
}

function renderDetails(store, values) {
    return renderToElement("point_of_sale.SaleDetailsReport", {
        products: [],
        refund_products: [],
        payments: [],
        taxes: [],
        currency: { total_paid: 52.5 },
        date: "29/11/2026, 18:26:50",
        pos: store,
        formatCurrency: store.env.utils.formatCurrency,
        ...values,
    });
}

test("the receipt of an order says what its picture shows", async () => {
    const store = await setupShop();
    const element = await renderOrder(await makeOrder(store));
    expectSameInformation(await structuredReceipt(element), element);
});

test("an element outside the document gives the same receipt, and stays as it was", async () => {
    const store = await setupShop();
    const element = await renderOrder(await makeOrder(store));
    const outside = element.cloneNode(true);
    const before = outside.outerHTML;
    expect(await structuredReceipt(outside)).toEqual(await structuredReceipt(element));
    expect(outside.outerHTML).toBe(before);
    expect(outside.isConnected).toBe(false);
    expect(".pos-receipt").toHaveCount(1);
});

test("names and prices are columns, the total is bold, the heading is in the middle", async () => {
    const store = await setupShop();
    const element = await renderOrder(await makeOrder(store));
    const { lines } = await structuredReceipt(element);
    const columns = lines.filter(({ type }) => type === "columns");
    expect(columns.map(({ left }) => left)).toInclude("3 TEST");
    expect(columns.find(({ left }) => left === "2 TEST 2")).toEqual({
        type: "columns",
        left: "2 TEST 2",
        right: element.querySelectorAll(".product-price")[1].textContent,
    });
    expect(columns.find(({ left }) => left === "Total").bold).toBe(true);
    expect(lines.find(({ text }) => text === "Open 9-20").align).toBe("center");
    expect(lines.find(({ text }) => text?.includes("Customer Note: Less"))).not.toBe(undefined);
});

test("the code to get an invoice is drawn by the printer", async () => {
    const store = await setupShop();
    const order = await makeOrder(store);
    const { lines } = await structuredReceipt(await renderOrder(order));
    const url = `${store.config._base_url}/pos/ticket/validate?access_token=${order.access_token}`;
    expect(lines.filter(({ type }) => type === "qr")).toEqual([{ type: "qr", data: url }]);
});

test("the company's logo is a picture, or the one that the printer keeps", async () => {
    const store = await setupShop();
    const element = await renderOrder(await makeOrder(store));
    const drawn = await structuredReceipt(element);
    expect(drawn.lines[0].type).toBe("picture");
    expect(atob(drawn.lines[0].data)).toMatch(/^.PNG/);
    const kept = await structuredReceipt(element, { logo: true });
    expect(kept.lines[0]).toEqual({ type: "logo" });
    expect(kept.lines.slice(1)).toEqual(drawn.lines.slice(1));
});

test("a logo that cannot be had keeps no receipt back", async () => {
    const store = await setupShop();
    store.config.uiState.receiptLogoDataUrl = "data:image/png;base64,AAAA";
    const element = await renderOrder(await makeOrder(store));
    const receipt = await structuredReceipt(element);
    expect(receipt.lines.filter(({ type }) => type === "picture")).toHaveLength(0);
    expectSameInformation(receipt, element);
});

test("a receipt without prices says what its picture shows", async () => {
    const store = await setupShop();
    const element = await renderOrder(await makeOrder(store), { basic_receipt: true });
    expectSameInformation(await structuredReceipt(element), element);
});

test("a kitchen ticket says what its picture shows", async () => {
    await setupShop();
    const line = { ...LINE, attribute_value_names: ["Large", "Thin"], note: "no onions\nhot" };
    const part = { quantity: 1, basic_name: "Вода", combo_parent_uuid: "1", customer_note: "cold" };
    const groupedData = [
        { name: "Mains", data: [line] },
        { name: "Drinks", data: [part] },
    ];
    const element = renderChange({
        preset_name: "Takeaway",
        preset_time: "12:30",
        reprint: true,
        changes: { title: "NEW", groupedData },
    });
    const receipt = await structuredReceipt(element);
    expectSameInformation(receipt, element);
    const texts = new Map(receipt.lines.map((line) => [line.text, line]));
    expect(texts.get("NEW (DUPLICATE !)")).toEqual({
        type: "text",
        text: "NEW (DUPLICATE !)",
        align: "center",
        bold: true,
        size: 2,
    });
    expect(texts.get("2 Pizza").size).toEqual([1, 2]);
    expect(receipt.lines.find(({ text }) => text?.includes("Вода")).text).toMatch(
        /^\u00a0{4,}1 Вода$/
    );
});

test("notes for the kitchen say what their picture shows", async () => {
    await setupShop();
    const element = renderChange({
        changes: { title: "", data: [] },
        internal_note: "Table wants to pay",
        general_customer_note: "Birthday",
    });
    expectSameInformation(await structuredReceipt(element), element);
});

test("a report of sales says what its picture shows", async () => {
    const store = await setupShop();
    const sold = [makeSale("Bread", 12), makeSale("Cheese", 1.345, { uom: "kg", discount: 10 })];
    const element = renderDetails(store, {
        products: [{ name: "Food", products: sold }],
        refund_products: [{ name: "Food", products: [makeSale("Milk", 1)] }],
        payments: [{ name: "Cash", total: 40.5 }],
        taxes: [{ name: "15%", tax_amount: 3.2 }],
    });
    const receipt = await structuredReceipt(element);
    expectSameInformation(receipt, element);
    expect(receipt.lines.filter(({ type }) => type === "rule")).toHaveLength(4);
});

test("a slip of cash in or out says what its picture shows", async () => {
    const store = await setupShop();
    const props = {
        reason: "Change for the register",
        translatedType: "in",
        formattedAmount: "$ 50.00",
        date: "29/11/2026, 18:26:53",
        order: store.addNewOrder(),
    };
    await mountWithCleanup(CashMoveReceipt, { props });
    const element = restorePictures(queryOne(".pos-receipt"));
    const receipt = await structuredReceipt(element);
    expectSameInformation(receipt, element);
    const amount = receipt.lines.find(({ left }) => left === "AMOUNT");
    expect(amount).toEqual({ type: "columns", left: "AMOUNT", right: "$ 50.00" });
});
