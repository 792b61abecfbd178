import {
    CARD,
    CASH,
    choose,
    enter,
    listDebts,
    loseAnswers,
    makeDebts,
    makeReceipt,
    openDebts,
    payBy,
    refuse,
    setupCounter,
    take,
} from "../debts";
import { expect, test } from "@odoo/hoot";
import { animationFrame, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { contains } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

definePosModels();

test("debts are looked up when they are asked for, and not before", async () => {
    const till = await setupCounter();
    expect(till.office.asked).toEqual([]);
    await openDebts(till);
    expect(till.office.asked).toEqual([3]);
    expect(listDebts()).toEqual(["INV/1", "INV/2"]);
    expect(".debt-line.table-active b").toHaveText("INV/1");
    expect(".debt-amount input").toHaveValue("50.00");
    expect(".debt-take").not.toBeEnabled();
});

test("all that is overdue is paid in cash, and printed", async () => {
    const till = await setupCounter();
    await openDebts(till);
    await payBy("Cash");
    await take();
    const [[partner, uuid, payments, lines]] = till.office.taken;
    expect([partner, payments, lines]).toEqual([3, [{ method_id: CASH, amount: 50 }], [11]]);
    expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
    await waitFor(".debt-receipt");
    expect(till.printed).toHaveLength(1);
    expect(till.printed[0].owed).toMatch(/90.00/);
    expect(".debt-receipt-owed").toHaveText(/Still owed in all/);
});

test("what cash leaves is paid by card", async () => {
    const till = await setupCounter();
    await openDebts(till);
    await choose("all");
    await payBy("Cash");
    await enter(".debt-payment", "100");
    expect(".debt-remaining").toHaveText(/Still missing.*40/);
    expect(".debt-take").not.toBeEnabled();
    await payBy("Card");
    await take();
    const [, , payments, lines] = till.office.taken[0];
    expect(payments).toEqual([
        { method_id: CASH, amount: 100 },
        { method_id: CARD, amount: 40 },
    ]);
    expect(lines).toEqual([11, 12]);
});

test("the next instalment goes to the debts of the plan", async () => {
    const till = await setupCounter();
    await openDebts(till);
    await choose("next");
    await payBy("Card");
    await take();
    expect(till.office.taken[0].slice(2)).toEqual([[{ method_id: CARD, amount: 30 }], [12]]);
});

test("a broken plan is called so, and its debts are overdue", async () => {
    const debts = makeDebts();
    debts.debts[1].is_overdue = debts.plans[0].is_broken = true;
    await openDebts(await setupCounter(debts));
    expect(".debt-plan").toHaveText(/PLAN\/1 is broken/);
    expect(queryAllTexts(".debt-line .text-danger").length).toBe(2);
});

test("what is owed in another currency is not listed; it is said where it is paid", async () => {
    const debts = makeDebts({ debts: [], plans: [], proposals: [], owed: 0, elsewhere: ["€ 100"] });
    await openDebts(await setupCounter(debts));
    expect(".debt-owed").toHaveText("Owes nothing that can be paid here");
    expect(".debt-popup").toHaveText(/Owed in other currencies, to be paid at the office: € 100/);
    expect(".debt-take").toHaveCount(0);
});

test("another amount goes to what is ticked, or to all where that is not enough", async () => {
    const till = await setupCounter();
    await openDebts(till);
    await enter(".debt-amount", "20");
    expect(".debt-line.table-active").toHaveCount(1);
    await enter(".debt-amount", "70");
    expect(".debt-line.table-active").toHaveCount(2);
    await contains(".debt-line:contains(INV/1)").click();
    expect(".debt-amount input").toHaveValue("90.00");
});

test("more than is owed is not taken", async () => {
    const till = await setupCounter();
    await openDebts(till);
    await enter(".debt-amount", "140.01");
    expect(".debt-too-much").toHaveCount(1);
    expect(".debt-method:enabled").toHaveCount(0);
    expect(".debt-take").not.toBeEnabled();
});

test("what is refused is said, and what is owed now is shown", async () => {
    const till = await setupCounter();
    await openDebts(till);
    await payBy("Cash");
    till.office.answer = refuse;
    till.office.debts = makeDebts({
        debts: [{ ...makeDebts().debts[0], amount: 20 }],
        plans: [],
        proposals: [{ key: "overdue", amount: 20, line_ids: [11] }],
        owed: 20,
    });
    await take();
    await waitFor(".debt-error");
    expect(".debt-error").toHaveText(/more than what is still owed there: 20.00/);
    expect(".debt-amount input").toHaveValue("20.00");
    expect(till.printed).toEqual([]);
    expect(till.store.debtCounter.lost).toEqual({});
});

test("a lost answer is asked for again under the same number", async () => {
    const till = await setupCounter();
    await openDebts(till);
    await payBy("Cash");
    const find = loseAnswers(till.store);
    await take();
    await waitFor(".debt-lost");
    expect(".debt-receipt").toHaveCount(0);
    expect(".debt-take").toHaveCount(0);
    // Closed and opened again, it is still the same payment.
    await contains(".debt-close").click();
    await openDebts(till);
    expect(".debt-lost").toHaveCount(1);
    find();
    await contains(".debt-again").click();
    await waitFor(".debt-receipt");
    expect(till.office.taken).toHaveLength(2);
    expect(till.office.taken[1]).toEqual(till.office.taken[0]);
    expect(till.store.debtCounter.lost).toEqual({});
});

test("without network nothing is sent, and it is said", async () => {
    const till = await setupCounter();
    await openDebts(till);
    await payBy("Cash");
    till.store.data.network.offline = true;
    await take();
    await waitFor(".debt-error");
    expect(".debt-error").toHaveText(/nothing was booked/);
    till.store.data.network.offline = false;
    expect(till.office.taken).toEqual([]);
    expect(till.store.data.network.unsyncData).toEqual([]);
});

test("without network debts are not looked up, and it is said", async () => {
    const till = await setupCounter();
    till.store.data.network.offline = true;
    await till.store.openDebts(till.partner);
    await waitFor(".modal:contains(There is no network)");
    till.store.data.network.offline = false;
    expect(".debt-popup").toHaveCount(0);
});

test("where the printer fails the cashier prints again, and takes nothing again", async () => {
    const till = await setupCounter();
    const failure = { successful: false, message: { title: "No paper", body: "Put some in" } };
    till.store.hardwareProxy.printer = { printReceipt: async () => failure };
    till.printForReal();
    await openDebts(till);
    await payBy("Cash");
    await take();
    await waitFor(".modal:contains(No paper)");
    expect(till.office.taken).toHaveLength(1);
    expect(".debt-take").toHaveCount(0);
    expect(till.store.debtCounter.lost).toEqual({});
});

test("who owes nothing any more is thanked", async () => {
    const till = await setupCounter();
    till.office.answer = () => makeReceipt({ owed: 0 });
    await openDebts(till);
    await payBy("Cash");
    await take();
    await waitFor(".debt-receipt");
    await animationFrame();
    expect(".debt-receipt-owed").toHaveText(/Thank you/);
});
