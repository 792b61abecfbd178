import { ANN, openFor, refuse, setupCounter } from "../counter";
import { listDiscounts, listenToMessages } from "../utils";
import { expect, test } from "@odoo/hoot";
import {
    animationFrame,
    delay,
    manuallyDispatchProgrammaticEvent,
    press,
    queryOne,
    waitFor,
    waitForNone,
    waitUntil,
} from "@odoo/hoot-dom";
import { contains, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { CardCapturePopup } from "@loyalty_cards/app/components/card_capture_popup/card_capture_popup";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";

definePosModels();

/** Hoot cannot edit a day that is empty. */
async function enterDay(selector, day) {
    const input = queryOne(selector);
    input.value = day;
    await manuallyDispatchProgrammaticEvent(input, "input");
}

test("a new customer is registered and gets a card, by keyboard alone", async () => {
    const till = await setupCounter();
    await openFor(till);
    expect(queryOne("input[name=code]")).toBe(document.activeElement);
    await contains("input[name=code]").edit("0471", { confirm: false });
    await press("Enter"); // as a scanner does
    expect(queryOne("input[name=name]")).toBe(document.activeElement);
    await contains("input[name=name]").edit("Ann", { confirm: false });
    await press("Tab");
    expect(queryOne("input[name=phone]")).toBe(document.activeElement);
    await contains("input[name=phone]").edit("0470", { confirm: false });
    await enterDay("input[name=birthdate]", "1980-07-05");
    await press("Enter");
    await waitForNone(".discount-card-capture");
    const [{ uuid, ...values }] = till.asked;
    expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(values).toEqual({
        code: "0471",
        name: "Ann",
        phone: "0470",
        birthdate: "1980-07-05",
        category_id: false,
    });
    expect(till.order.partner_id.id).toBe(ANN);
    expect(till.order.discount_card_id.code).toBe("0471");
    expect(listDiscounts(till.order)).toEqual([5, 5]);
});

test("the customer of the order gets the card", async () => {
    const till = await setupCounter();
    till.order.setPartner(till.store.models["res.partner"].get(ANN));
    await openFor(till);
    expect(".discount-card-customer").toHaveCount(1);
    expect("input[name=name]").toHaveCount(0);
    await contains("input[name=code]").edit("0471", { confirm: false });
    await contains("select[name=category]").select("2");
    await press("Enter");
    await waitForNone(".discount-card-capture");
    expect(till.asked[0].partner_id).toBe(ANN);
    expect(till.asked[0].category_id).toBe(2);
});

test("a pre-printed card that nobody has is given out when it is scanned", async () => {
    const till = await setupCounter();
    const said = listenToMessages(till.store);
    await till.store.cards.show("0471", "scan");
    await waitFor(".discount-card-capture");
    await animationFrame();
    expect(said).toEqual([]); // the dialog says it all
    expect("input[name=code]").toHaveValue("0471");
    expect(queryOne("input[name=name]")).toBe(document.activeElement);
    expect(till.order.discount_card_id).toBe(undefined);
});

test("what the office refuses is told, and the same attempt is sent again", async () => {
    const till = await setupCounter(refuse);
    await openFor(till, { code: "0471" });
    await contains("input[name=name]").edit("Ann", { confirm: false });
    await press("Enter");
    await waitFor(".discount-card-capture .alert");
    expect(".discount-card-capture .alert").toHaveText("Card 0471 is somebody's already.");
    expect("input[name=code]").toBeFocused();
    await press("Enter");
    await animationFrame();
    expect(till.asked).toHaveLength(2);
    expect(till.asked[0].uuid).toBe(till.asked[1].uuid);
    await press("Escape");
    await waitForNone(".discount-card-capture");
});

/** Type as a scanner does, into whatever has the focus. */
async function scanInto(code) {
    for (const character of [...code, "Enter"]) {
        await press(character);
    }
    await animationFrame();
}

test("a card that is scanned into any field is a card all the same", async () => {
    const till = await setupCounter();
    await openFor(till, { code: "0470" });
    await contains("input[name=name]").edit("Ann", { confirm: false });
    await contains("input[name=phone]").edit("12", { confirm: false });
    for (const field of ["name", "phone", "code"]) {
        await contains(`input[name=${field}]`).focus();
        await delay(100); // a person takes the scanner
        await scanInto(`29000047${field.length}`);
        expect("input[name=code]").toHaveValue(`29000047${field.length}`);
        expect("input[name=name]").toHaveValue("Ann");
        expect("input[name=phone]").toHaveValue("12");
        expect(".discount-card-give").toBeFocused();
    }
    expect(till.asked).toHaveLength(0);
});

test("where cards are scanned only, no code is typed", async () => {
    const till = await setupCounter();
    till.store.config.card_scan_only = true;
    await openFor(till);
    expect("input[name=code]").toBeFocused();
    expect("input[name=code]").toHaveAttribute("readonly"); // which Hoot's keys overlook
    await scanInto("290000471");
    expect("input[name=code]").toHaveValue("290000471");
    expect("input[name=name]").toBeFocused();
});

test("another code is another attempt", async () => {
    const till = await setupCounter(refuse);
    await openFor(till, { code: "0471" });
    await contains("input[name=name]").edit("Ann", { confirm: false });
    await press("Enter");
    await waitFor(".discount-card-capture .alert");
    await contains("input[name=code]").edit("0472", { confirm: false });
    await press("Enter");
    await waitUntil(() => till.asked.length === 2);
    expect(till.asked.map(({ code }) => code)).toEqual(["0471", "0472"]);
    expect(till.asked[0].uuid).not.toBe(till.asked[1].uuid);
});

test("a card that was refused for a customer who is no more is given to another one", async () => {
    const till = await setupCounter();
    const { captures } = till.store.cards;
    const values = { uuid: "first", code: "0471", partner_id: 4711, category_id: false };
    const error = "This customer is no more: choose another one.";
    captures.kept = [{ values, customer: "Old", error }];
    await openFor(till, { capture: captures.kept[0] });
    expect(".discount-card-customer").toHaveText("Old");
    queryOne(".discount-card-other").focus();
    await press("Enter");
    await waitFor(".partner-list");
    expect(till.asked).toEqual([]);
    const { name } = till.store.models["res.partner"].get(ANN);
    await contains(`.partner-list .partner-info:contains(${name})`).click();
    await waitForNone(".partner-list");
    expect(".discount-card-customer").toHaveText(name);
    await contains(".discount-card-give").click();
    await waitForNone(".discount-card-capture");
    expect(till.asked.map(({ partner_id }) => partner_id)).toEqual([ANN]);
    expect(captures.kept).toEqual([]);
});

test("a card can be given out once more after an error", async () => {
    let popup;
    patchWithCleanup(CardCapturePopup.prototype, {
        setup() {
            super.setup();
            popup = this;
        },
    });
    const till = await setupCounter();
    const unpatch = patchWithCleanup(till.store.cards.index.database, {
        async change() {
            throw new Error("The disk is full.");
        },
    });
    await openFor(till, { code: "0471" });
    await contains("input[name=name]").edit("Ann", { confirm: false });
    await expect(popup.give()).rejects.toThrow("The disk is full.");
    unpatch();
    await animationFrame();
    expect(".discount-card-give").toBeEnabled();
    await contains(".discount-card-give").click();
    await waitForNone(".discount-card-capture");
    expect(till.asked[0]).toEqual(till.asked[1]);
    expect(till.order.discount_card_id.code).toBe("0471");
});

test("an order that takes no card any more gives none out", async () => {
    const till = await setupCounter();
    const said = listenToMessages(till.store);
    till.order.state = "paid";
    await till.store.cards.show("0471", "scan");
    await animationFrame();
    expect(".discount-card-capture").toHaveCount(0);
    expect(said).toHaveLength(1);
});
