import { goOffline, listDiscounts, listenToMessages, makeRow, setupOrder } from "../utils";
import { expect, getFixture, test } from "@odoo/hoot";
import {
    animationFrame,
    delay,
    press,
    queryAll,
    queryOne,
    waitFor,
    waitForNone,
    waitUntil,
} from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { Navbar } from "@point_of_sale/app/components/navbar/navbar";
import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";

definePosModels();

const ANN = 3;
const CARD = makeRow(1, "0471", { partner: ANN });
const LONG = makeRow(2, "0471000001", { partner: ANN });
/** Goods of 3.45 with taxes; read as the nomenclature of the shop would. */
const GOODS = { code: "21test0012509", base_code: "test_test" };

/** Core's reader, with a nomenclature that says of each code what the test does. */
function provideReader(store) {
    const parser = {
        parse_barcode: (code) => ({ type: parser.type, code, base_code: code }),
    };
    const reader = new BarcodeReader(parser, { notification: store.notification });
    store.env.services.barcode_reader = store.barcodeReader = reader;
}

function scan(store, type, code) {
    store.barcodeReader.parser.type = type;
    return store.barcodeReader.scan(code);
}

async function setupScreen(screen, rows = []) {
    const till = await setupOrder([CARD, ...rows]);
    till.store.session.state = "opened";
    provideReader(till.store);
    await mountWithCleanup(screen, { props: { orderUuid: till.order.uuid } });
    return till;
}

test("a card is scanned on the product screen", async () => {
    const { store, order } = await setupScreen(ProductScreen);
    await scan(store, "discount_card", "0471");
    expect(listDiscounts(order)).toEqual([5, 5]);
    expect(order.card_entry_mode).toBe("scan");
});

test("a card whose code looks like a product's is found on the product screen", async () => {
    const { store, order } = await setupScreen(ProductScreen);
    await scan(store, "product", "0471");
    expect(order.discount_card_id.code).toBe("0471");
});

/** Type into what has the focus, and Enter; without a pause as a scanner does. */
async function type(code, pause = 0) {
    for (const character of code) {
        await press(character);
        await delay(pause);
    }
    await press("Enter");
}

/** Show the bar above the screen, where products are searched, with the focus in it. */
async function openSearch(store) {
    store.router.state.current = "ProductScreen";
    await mountWithCleanup(Navbar, {});
    queryOne(".pos-rightheader input").focus();
}

test("the code of a card is typed where products are searched, and Enter", async () => {
    const { store, order } = await setupScreen(ProductScreen);
    await openSearch(store);
    await type("0471", 60);
    await waitUntil(() => order.discount_card_id);
    expect(order.card_entry_mode).toBe("search");
    expect(listDiscounts(order)).toEqual([5, 5]);
    await delay(600); // core takes over what was typed half a second later
    expect(store.searchProductWord).toBe("");
    expect(".pos-rightheader input").toHaveValue("");
    expect(".pos-rightheader input").not.toBeFocused();
});

test("a scanner that types where products are searched shows a card", async () => {
    const { store, order } = await setupScreen(ProductScreen, [LONG]);
    await openSearch(store);
    await type("0471000001");
    await waitUntil(() => order.discount_card_id, { timeout: 2000 });
    expect(order.card_entry_mode).toBe("scan");
});

test("a card is scanned on the payment screen", async () => {
    const { store, order } = await setupScreen(PaymentScreen);
    order.addPaymentline(store.models["pos.payment.method"].get(1));
    await scan(store, "discount_card", "0471");
    expect(listDiscounts(order)).toEqual([5, 5]);
    expect(order.payment_ids).toHaveLength(0);
});

test("goods that are scanned on the payment screen are no card, without network either", async () => {
    const { store, order } = await setupScreen(PaymentScreen);
    const said = listenToMessages(store);
    goOffline(store);
    await scan(store, "product", GOODS.base_code);
    expect(said).toEqual(["That is the barcode of a product: scan a card."]);
    expect(Boolean(order.card_code)).toBe(false);
    await scan(store, "product", "0471");
    expect(order.discount_card_id.code).toBe("0471");
});

test("a card scanned among the customers chooses its customer", async () => {
    const { store, order } = await setupScreen(ProductScreen);
    const chosen = [];
    await mountWithCleanup(PartnerList, {
        props: {
            getPayload: (partner) => chosen.push(partner.id),
            close: () => chosen.push("closed"),
        },
    });
    await animationFrame();
    await scan(store, "discount_card", "0471");
    await waitUntil(() => chosen.length === 2);
    expect(chosen).toEqual([ANN, "closed"]);
    expect(order.discount_card_id.code).toBe("0471");
});

/** Show the customers, with the focus where they are searched; return who is chosen. */
async function openCustomers() {
    const chosen = [];
    await mountWithCleanup(PartnerList, {
        props: { getPayload: (partner) => chosen.push(partner.id), close: () => {} },
    });
    queryOne(".modal input").focus();
    return chosen;
}

test("the code of a card is typed where customers are searched", async () => {
    const { order } = await setupScreen(ProductScreen);
    const chosen = await openCustomers();
    await type("0471", 60);
    await waitUntil(() => chosen.length);
    expect(chosen).toEqual([ANN]);
    expect(order.card_entry_mode).toBe("search");
});

test("a customer is chosen by the keyboard alone", async () => {
    await setupScreen(ProductScreen);
    const chosen = await openCustomers();
    const ids = queryAll(".modal .partner-info").map((row) => Number(row.dataset.id));
    for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"]) {
        await press(key);
    }
    expect(".modal input").toBeFocused();
    await press("ArrowDown");
    await press("ArrowDown");
    await press("Enter");
    expect(chosen).toEqual([ids[1]]);
});

test("a scanner that types where customers are searched shows a card", async () => {
    const { order } = await setupScreen(ProductScreen, [LONG]);
    const chosen = await openCustomers();
    await type("0471000001");
    await waitUntil(() => chosen.length);
    expect(chosen).toEqual([ANN]);
    expect(order.card_entry_mode).toBe("scan");
});

test("Alt+K gives out a card, wherever the focus is, and one at a time", async () => {
    await setupScreen(ProductScreen);
    const search = document.createElement("input");
    getFixture().append(search);
    for (const focused of [queryOne(".product-screen"), search]) {
        focused.focus();
        await press(["alt", "k"]);
        await waitFor(".discount-card-capture");
        await press(["alt", "k"]);
        await animationFrame();
        expect(".discount-card-capture").toHaveCount(1);
        await press("Escape");
        await waitForNone(".discount-card-capture");
    }
});

test("a card that is scanned while a dialog says something counts for the order below", async () => {
    const { store, order } = await setupScreen(ProductScreen);
    store.dialog.add(AlertDialog, { body: "The drawer is open." });
    await waitFor(".modal");
    await scan(store, "discount_card", "0471");
    expect(order.discount_card_id.code).toBe("0471");
    expect(".modal").toHaveCount(1);
});

test("what is scanned while a card is given out is for that dialog, or is refused in words", async () => {
    const { store, order } = await setupScreen(ProductScreen);
    const said = listenToMessages(store);
    await press(["alt", "k"]);
    await waitFor(".discount-card-capture");
    await scan(store, "discount_card", "0471");
    await animationFrame();
    expect("input[name=code]").toHaveValue("0471");
    expect(order.discount_card_id).toBe(undefined);
    store.barcodeReader.parser.parse_barcode = () => [{ type: "product" }];
    await store.barcodeReader.scan("0104000000000013");
    expect(said).toEqual(["That is the barcode of a product: scan a card."]);
    expect(order.lines).toHaveLength(2);
    await press("Escape");
    await waitForNone(".discount-card-capture");
    store.barcodeReader.parser.parse_barcode = (code) => ({ type: "discount_card", code });
    await store.barcodeReader.scan("0471");
    expect(order.discount_card_id.code).toBe("0471"); // the screen listens again
});

test("where cards are scanned only, no search finds one, but a scanner does", async () => {
    const { store, order } = await setupScreen(ProductScreen, [LONG]);
    store.config.card_scan_only = true;
    const said = listenToMessages(store);
    await openSearch(store);
    await type("0471", 60);
    await waitUntil(() => said.length === 1);
    const chosen = await openCustomers();
    await type("0471", 60);
    await waitUntil(() => said.length === 2);
    expect(order.discount_card_id).toBe(undefined);
    expect(chosen).toEqual([]);
    queryOne(".modal input").value = "";
    await type("0471000001");
    await waitUntil(() => chosen.length);
    expect(order.card_entry_mode).toBe("scan");
});

test("goods whose label tells their weight are discounted by it", async () => {
    const { store, order } = await setupScreen(ProductScreen);
    await scan(store, "discount_card", "0471");
    const { parser } = store.barcodeReader;
    parser.parse_barcode = () => ({ ...GOODS, type: "weight", value: 1.25 });
    await store.barcodeReader.scan(GOODS.code);
    expect(order.lines[0].qty).toBe(4.25); // merged, discounted as it is
    expect(listDiscounts(order)).toEqual([5, 5]);
    parser.parse_barcode = () => ({ ...GOODS, type: "weight", value: 4 });
    await store.barcodeReader.scan(GOODS.code);
    expect(listDiscounts(order)).toEqual([10, 10]); // 8.25 * 3.45 and 7.50
});

test("goods with a GS1 code are discounted, and a card is found beside them", async () => {
    const { store, order } = await setupScreen(ProductScreen);
    const { parser } = store.barcodeReader;
    const parseCard = parser.parse_barcode;
    parser.parse_barcode = () => [{ ...GOODS, type: "product" }];
    await store.barcodeReader.scan("01test");
    expect(order.lines).toHaveLength(2); // of the same goods
    parser.parse_barcode = parseCard;
    await scan(store, "discount_card", "0471");
    expect(listDiscounts(order)).toEqual([5, 5]);
    parser.parse_barcode = () => [{ ...GOODS, type: "product" }];
    await store.barcodeReader.scan("01test");
    expect(order.lines).toHaveLength(2); // merges, discounted or not
    expect(listDiscounts(order)).toEqual([5, 5]);
});
