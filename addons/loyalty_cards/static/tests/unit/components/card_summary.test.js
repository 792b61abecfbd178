import { goOffline, makeRow, setupOrder } from "../utils";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryText } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";

definePosModels();

async function setupShown(row, change = () => {}) {
    const till = await setupOrder([row]);
    await till.store.cards.show(row[1], "scan");
    await change(till);
    await mountWithCleanup(OrderSummary, {});
    return till;
}

test("the order tells level, masked card, what is given and saved, and what comes next", async () => {
    await setupShown(makeRow(1, "29700471"));
    expect(".discount-card-chip").toHaveText("Retail");
    expect(".discount-card-code").toHaveText("••••0471");
    expect(".discount-card-given").toHaveText("5 % By receipt");
    expect(queryText(".discount-card-saved")).toMatch(/^Saved \$\s0\.89$/);
    expect(queryText(".discount-card-progress")).toMatch(
        /^\$\s12\.15 more in this purchase: 10 %\.$/
    );
    expect(".discount-card-reason").toHaveCount(0);
});

test("an order without a card tells nothing of cards", async () => {
    await setupOrder([makeRow(1, "0471")]);
    await mountWithCleanup(OrderSummary, {});
    expect(".order-container").toHaveCount(1);
    expect(".discount-card-summary").toHaveCount(0);
});

test("the order tells why a card gives nothing", async () => {
    await setupShown(makeRow(1, "0471", { category: 3 }), ({ order }) =>
        order.removeOrderline(order.lines[0])
    );
    expect(queryAllTexts(".discount-card-reason")).toEqual([
        "Regulars: too little was bought for a discount.",
    ]);
    expect(queryText(".discount-card-progress")).toMatch(/more at any time: 7 %\.$/);
});

test("a card without a category is told by its number", async () => {
    await setupShown(makeRow(1, "0471", { category: false, percent: 12 }));
    expect(".discount-card-chip").toHaveText("Discount card");
    expect(".discount-card-given").toHaveText("12 % Personal discount");
});

test("what is missing to the next tier counts this order", async () => {
    await setupShown(makeRow(1, "0471", { turnover: "70" }), ({ store }) => {
        store.config._card_programme.tiers = [
            { id: 1, ladder_id: 1, name: "Retail", threshold: 0, period: "lifetime" },
            { id: 3, ladder_id: 1, name: "Top", threshold: 500, period: "lifetime" },
            { id: 2, ladder_id: 1, name: "Staff", threshold: 100, period: "lifetime" },
            { id: 9, ladder_id: 2, name: "Elsewhere", threshold: 90, period: "lifetime" },
        ];
    });
    const [, tier] = queryAllTexts(".discount-card-progress");
    expect(tier).toMatch(/^\$\s13\.04 more at any time: Staff\.$/);
});

test("a code that is kept for later is told", async () => {
    const till = await setupOrder();
    goOffline(till.store);
    await till.store.cards.show("4711", "scan");
    await mountWithCleanup(OrderSummary, {});
    expect(".discount-card-queued").toHaveCount(1);
    expect(".discount-card-code").toHaveText("4711");
});
