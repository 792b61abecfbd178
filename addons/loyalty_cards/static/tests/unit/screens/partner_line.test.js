import { makeRow, setupOrder } from "../utils";
import { expect, test } from "@odoo/hoot";
import { waitFor } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { PartnerLine } from "@point_of_sale/app/screens/partner_list/partner_line/partner_line";

definePosModels();

const ANN = 3;

async function setupLine(rows, customers = []) {
    const { store } = await setupOrder(rows, customers);
    const partner = store.models["res.partner"].get(ANN);
    const nothing = () => {};
    await mountWithCleanup(PartnerLine, {
        props: {
            partner,
            close: nothing,
            isSelected: false,
            isBalanceDisplayed: false,
            onClickEdit: nothing,
            onClickUnselect: nothing,
            onClickPartner: nothing,
            onClickOrders: nothing,
        },
    });
    return { store, partner };
}

test("a customer is listed with level and percent of his card", async () => {
    await setupLine([makeRow(1, "0471", { partner: ANN, primary: 1 })]);
    await waitFor(".discount-card-level");
    expect(".discount-card-level").toHaveText("Retail · up to 10 %");
});

test("a customer is listed with what he gets without a card", async () => {
    await setupLine([], [[ANN, ANN, [2], {}, 0, ["0"]]]);
    await waitFor(".discount-card-level");
    expect(".discount-card-level").toHaveText("Staff · 20 %");
});

test("a percent that has to be reached is not promised", async () => {
    await setupLine([makeRow(1, "0471", { partner: ANN, primary: 1, category: 3 })]);
    await waitFor(".discount-card-level");
    expect(".discount-card-level").toHaveText("Regulars · up to 7 %");
});

test("a customer without discounts is listed as ever", async () => {
    const { store, partner } = await setupLine([makeRow(1, "0471")]);
    expect(await store.cards.lookup.describeLevel(partner)).toBe("");
    expect(".discount-card-level").toHaveCount(0);
});
