import { accept, ANN, openFor, refuse, setupCounter } from "../counter";
import { goOffline, goOnline, listDiscounts, listenToMessages, makeRow } from "../utils";
import { expect, test } from "@odoo/hoot";
import { animationFrame, press, waitFor, waitForNone, waitUntil } from "@odoo/hoot-dom";
import { contains, makeServerError, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { CardCaptures } from "@loyalty_cards/app/services/card_captures";
import { ConnectionLostError } from "@web/core/network/rpc";

definePosModels();

/** Register Ann, who gets the card, as a cashier does. */
async function register(till) {
    await openFor(till, { code: "0471" });
    await contains("input[name=name]").edit("Ann", { confirm: false });
    await press("Enter");
    await waitForNone(".discount-card-capture");
}

async function setupOffline(...args) {
    const till = await setupCounter(...args);
    const said = listenToMessages(till.store);
    goOffline(till.store);
    await register(till);
    return { ...till, said, captures: till.store.cards.captures };
}

test("without network a card is kept, and given out when it is back", async () => {
    const { store, order, asked, said, captures } = await setupOffline();
    expect(said).toHaveLength(1);
    expect(said[0]).toInclude("card 0471 is kept here");
    expect(order.card_code).toBe("0471");
    expect(listDiscounts(order)).toEqual([0, 0]);
    await store.cards.refresh(); // still without network
    expect(asked).toHaveLength(0);
    goOnline(store);
    await store.cards.refresh();
    expect(asked).toHaveLength(1);
    expect(asked[0].name).toBe("Ann");
    expect(captures.kept).toEqual([]);
    expect(order.discount_card_id.code).toBe("0471");
    expect(order.partner_id.id).toBe(ANN);
    expect(listDiscounts(order)).toEqual([5, 5]);
    await store.cards.refresh();
    expect(asked).toHaveLength(1);
});

test("what is kept survives a restart of the browser", async () => {
    const { store, asked, captures } = await setupOffline();
    const restarted = new CardCaptures(store.cards, captures.name);
    goOnline(store);
    await restarted.send();
    expect(asked.map(({ name }) => name)).toEqual(["Ann"]);
});

test("an attempt whose answer was lost is sent again as the same one", async () => {
    const till = await setupCounter();
    let isLost = true;
    patchWithCleanup(till.store.cards, {
        async callServer() {
            const answer = await super.callServer(...arguments);
            if (isLost) {
                throw new ConnectionLostError();
            }
            return answer;
        },
    });
    await register(till);
    isLost = false;
    await till.store.cards.captures.send();
    expect(till.asked).toHaveLength(2);
    expect(till.asked[0]).toEqual(till.asked[1]);
});

test("a card goes to the office before the sales that wait for it", async () => {
    const { store, order } = await setupOffline();
    const calls = [];
    onRpc("pos.config", "issue_card", () => calls.push("card") && accept());
    onRpc("pos.order", "sync_from_ui", () => {
        calls.push("sale");
    });
    goOnline(store);
    await store.syncAllOrders({ orders: [order] });
    expect(calls).toEqual(["card", "sale"]);
});

test("what the office refuses later is said, kept, and corrected as another attempt", async () => {
    const till = await setupOffline(refuse);
    const { store, order, asked, office, said, captures } = till;
    goOnline(store);
    await captures.send();
    expect(said.at(-1)).toBe("Card 0471 could not be given out: Card 0471 is somebody's already.");
    expect(order.card_code).toBe(false); // it buys nothing
    await captures.send();
    expect(asked).toHaveLength(1); // until somebody corrects it
    captures.tellRefused(); // as after a restart
    expect(said.at(-1)).toInclude("could not be given out");

    office.answer = accept;
    await openFor(till);
    await contains(".discount-card-refused button").click();
    expect("input[name=name]").toHaveValue("Ann");
    expect(".discount-card-give").toBeFocused();
    expect(".discount-card-capture .alert").toHaveText("Card 0471 is somebody's already.");
    await contains("input[name=code]").edit("0472", { confirm: false });
    await press("Enter");
    await waitForNone(".discount-card-capture");
    expect(asked[1].code).toBe("0472");
    expect(asked[1].uuid).not.toBe(asked[0].uuid);
    expect(captures.kept).toEqual([]);
    expect(said.at(-1)).toInclude("closed: Card 0471 could not be given out");
    expect(order.discount_card_id).toBe(undefined); // that sale is over
});

test("an error that says nothing of the card keeps it for later", async () => {
    const { store, order, asked, office, said, captures } = await setupOffline(() => {
        throw makeServerError({
            errorName: "odoo.http.SessionExpiredException",
            message: "Session expired",
        });
    });
    goOnline(store);
    await captures.send();
    expect(said.at(-1)).toBe(
        "Card 0471 could not be given out yet, and is tried again: Session expired"
    );
    expect(captures.kept.map(({ error }) => error)).toEqual([""]);
    expect(order.card_code).toBe("0471");
    office.answer = accept;
    await store.cards.refresh();
    expect(asked[0]).toEqual(asked[1]);
    expect(captures.kept).toEqual([]);
    expect(order.discount_card_id.code).toBe("0471");
});

test("a browser that can keep nothing of a card stops no sale", async () => {
    const { store, order, asked, said, captures } = await setupOffline();
    patchWithCleanup(store.cards.index.database, {
        async change() {
            throw new Error("The disk is full.");
        },
    });
    let sales = 0;
    onRpc("pos.order", "sync_from_ui", () => {
        sales++;
    });
    goOnline(store);
    await store.syncAllOrders({ orders: [order] });
    expect(sales).toBe(1);
    expect(said.at(-1)).toBe("The cards could not be brought up to date: The disk is full.");
    expect(captures.kept).toEqual([]);
    await captures.send();
    expect(asked).toHaveLength(1); // it is given out
});

test("turnovers of a card that is given out are read by the periods they come with", async () => {
    const row = makeRow(1, "0471", { partner: ANN, category: 3 });
    const till = await setupCounter(() => ({
        rows: [[...row.slice(0, -1), ["0", "20"]]],
        periods: ["rolling_30", "lifetime"],
        partner_id: ANN,
    }));
    await register(till);
    expect(listDiscounts(till.order)).toEqual([7, 7]); // from 15 on
});

test("what was refused can be dropped", async () => {
    const { store, captures } = await setupOffline(refuse);
    goOnline(store);
    await captures.send();
    await store.cards.show("0471", "scan"); // the card itself leads there
    await waitFor(".discount-card-forget");
    await contains(".discount-card-forget").click();
    await waitForNone(".discount-card-capture");
    expect(captures.kept).toEqual([]);
});

test("a card that is somebody's, or kept for somebody, is refused at once", async () => {
    const till = await setupOffline(accept, [makeRow(2, "0472", { partner: ANN })]);
    for (const code of ["0471", "0472"]) {
        await openFor(till, { code });
        await contains("input[name=name]").edit("Bob", { confirm: false });
        await press("Enter");
        await waitFor(".discount-card-capture .alert");
        expect(".discount-card-capture .alert").toHaveText(/somebody's already/);
        await press("Escape");
        await waitForNone(".discount-card-capture");
    }
    expect(till.captures.kept).toHaveLength(1);
});

test("a card that is kept buys again, and is asked for once", async () => {
    const { store, said } = await setupOffline();
    const next = store.addNewOrder();
    await store.cards.show("0471", "scan", next);
    await animationFrame();
    expect(next.card_code).toBe("0471");
    expect(said.at(-1)).toInclude("card 0471 is kept here");
    expect(".discount-card-capture").toHaveCount(0);
    goOnline(store);
    await store.cards.refresh();
    await waitUntil(() => next.discount_card_id);
    expect(next.partner_id.id).toBe(ANN);
});
