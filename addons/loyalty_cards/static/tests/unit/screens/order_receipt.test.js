import { makeRow, setupOrder } from "../utils";
import { expect, test } from "@odoo/hoot";
import { queryText } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";

definePosModels();

test("the receipt prints card without its number, level, what is saved and what comes next", async () => {
    const { store, order } = await setupOrder([makeRow(1, "29700471")]);
    await store.cards.show("29700471", "scan");
    await mountWithCleanup(OrderReceipt, { props: { order } });
    expect(".discount-card-receipt .discount-card-code").toHaveText("••••0471");
    expect(".discount-card-receipt .discount-card-level").toHaveText("Retail");
    expect(queryText(".discount-card-receipt .discount-card-saved")).toMatch(/^\$\s0\.89$/);
    expect(queryText(".discount-card-receipt .discount-card-progress")).toMatch(
        /^\$\s12\.15 more in this purchase: 10 %\.$/
    );
    expect(".pos-receipt").not.toHaveText(/29700471/);
});

test("without a card the receipt prints nothing of cards", async () => {
    const { order } = await setupOrder([makeRow(1, "0471")]);
    await mountWithCleanup(OrderReceipt, { props: { order } });
    expect(".pos-receipt").toHaveCount(1);
    expect(".discount-card-receipt").toHaveCount(0);
});
