import { listDiscounts, makeRow, setupOrder } from "../utils";
import { expect, test } from "@odoo/hoot";
import { animationFrame, waitUntil } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";

definePosModels();

const ANN = 3;
const CARD = makeRow(1, "0471", { partner: ANN });

/** Hand a code to what screens have registered, as `barcode_reader` does after parsing. */
async function scan(store, type, code) {
    for (const callbacks of store.barcodeReader.cbMaps) {
        await callbacks[type]?.({ type, code, base_code: code });
    }
}

/** A reader without nomenclature: it keeps what screens register. */
function provideReader(store) {
    store.env.services.barcode_reader ??= {
        cbMaps: new Set(),
        register(callbacks) {
            this.cbMaps.add(callbacks);
            return () => this.cbMaps.delete(callbacks);
        },
    };
    store.barcodeReader = store.env.services.barcode_reader;
}

async function setupScreen(screen) {
    const till = await setupOrder([CARD]);
    provideReader(till.store);
    const component = await mountWithCleanup(screen, {
        props: { orderUuid: till.order.uuid },
    });
    return { ...till, component };
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

test("the code of a card is typed where products are searched", async () => {
    const { store, order, component } = await setupScreen(ProductScreen);
    store.searchProductWord = "0471";
    await component.onPressEnterKey();
    expect(order.card_entry_mode).toBe("search");
    expect(store.searchProductWord).toBe("");
    expect(listDiscounts(order)).toEqual([5, 5]);
});

test("a card is scanned on the payment screen", async () => {
    const { store, order } = await setupScreen(PaymentScreen);
    order.addPaymentline(store.models["pos.payment.method"].get(1));
    await scan(store, "discount_card", "0471");
    expect(listDiscounts(order)).toEqual([5, 5]);
    expect(order.payment_ids).toHaveLength(0);
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

test("the code of a card is typed where customers are searched", async () => {
    const { order } = await setupScreen(ProductScreen);
    const chosen = [];
    const list = await mountWithCleanup(PartnerList, {
        props: { getPayload: (partner) => chosen.push(partner.id), close: () => {} },
    });
    list.state.query = "0471";
    await list.onEnter();
    expect(chosen).toEqual([ANN]);
    expect(order.card_entry_mode).toBe("search");
});
