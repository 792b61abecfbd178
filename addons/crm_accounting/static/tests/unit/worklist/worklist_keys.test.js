import { describe, expect, hover, press, queryAllTexts, test } from "@odoo/hoot";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { contains, makeServerError } from "@web/../tests/web_test_helpers";
import { defineOffice, makeSheet, openWorklist, staffOffice } from "./worklist_office";

describe.current.tags("desktop", "crm_accounting");

defineOffice();

const ROWS = ".o_crm_accounting_worklist_row .o_crm_accounting_name";
const SELECTED = ".o_crm_accounting_worklist_row.o_selected";
const NAME = ".o_crm_accounting_case h2";

/** Press keys one after the other, as fast as a person. */
async function type(...keys) {
    for (const key of keys) {
        await press(key);
        await animationFrame();
    }
    await animationFrame();
}

test("one walks through the customers by j and k", async () => {
    staffOffice();
    await openWorklist();
    expect(queryAllTexts(ROWS)).toEqual(["Bakery Ltd", "Florist Ltd", "Grocer Ltd"]);
    expect(NAME).toHaveText("Bakery Ltd");
    await type("j", "j");
    expect(SELECTED).toHaveAttribute("data-case", "3");
    expect(NAME).toHaveText("Grocer Ltd");
    await hover(".o_crm_accounting_team");
    await advanceTime(1000);
    expect(".o-tooltip").toHaveCount(1);
    await type("j", "k");
    expect(NAME).toHaveText("Florist Ltd");
});

test("two keys log a call, and the next customer is shown", async () => {
    staffOffice();
    await openWorklist();
    await type("1");
    expect.verifySteps([]); // without "c" a digit is nothing
    await type("c", "1");
    expect.verifySteps(['not_reached 1 {"note":null}']);
    expect(queryAllTexts(ROWS)).toEqual(["Florist Ltd", "Grocer Ltd"]);
    expect(NAME).toHaveText("Florist Ltd");
    expect(".o_crm_accounting_worklist_done").toHaveText("Today: 1 called, 0 reached");
    expect(".o_crm_accounting_last").toHaveText(/Bakery Ltd\nNot reached. Next step: June 18/);
});

test("a key that is pressed twice logs one call", async () => {
    const wait = new Deferred();
    staffOffice({
        action_log_call: async () => {
            expect.step("log");
            await wait;
            return { call_id: 99, next_date: false, text: "" };
        },
    });
    await openWorklist();
    await type("c", "1", "1", "c", "1");
    wait.resolve();
    await animationFrame();
    await type("1");
    expect.verifySteps(["log"]);
});

test("of two customers that are chosen quickly the last one is shown", async () => {
    const slow = new Deferred();
    staffOffice({
        get_worksheet: async ([id]) => {
            await (id === 2 ? slow : null);
            return makeSheet(id);
        },
    });
    await openWorklist();
    await type("j", "j");
    expect(NAME).toHaveText("Grocer Ltd");
    slow.resolve();
    await animationFrame();
    expect(NAME).toHaveText("Grocer Ltd");
});

test("a call is about the customer on screen, not about one that is still to come", async () => {
    const slow = new Deferred();
    staffOffice({
        get_worksheet: async ([id]) => {
            await (id === 2 ? slow : null);
            return makeSheet(id);
        },
    });
    await openWorklist();
    await type("c", "j", "1", "c", "1");
    expect.verifySteps([]);
    slow.resolve();
    await animationFrame();
    await type("c", "1");
    expect.verifySteps(['not_reached 2 {"note":null}']);
});

test("no key acts in a field, with a modifier, or under a dialog", async () => {
    staffOffice();
    await openWorklist();
    await press(["ctrl", "j"]);
    await press(["alt", "j"]);
    await type("n", "j", "t", "?");
    expect(NAME).toHaveText("Bakery Ltd");
    expect(".modal").toHaveCount(0);
    await type("Escape", "?");
    expect(".modal kbd:contains(/^c 1$/)").toHaveCount(1);
    await type("j");
    expect(NAME).toHaveText("Bakery Ltd");
    await type("Escape", "j");
    expect(".modal").toHaveCount(0);
    expect(NAME).toHaveText("Florist Ltd");
});

test("a note goes with the call", async () => {
    staffOffice();
    await openWorklist();
    await type("n");
    await contains(".o_crm_accounting_call_bar input").edit("Voice mail", { confirm: "Enter" });
    await type("5");
    expect.verifySteps(['will_look 1 {"note":"Voice mail"}']);
    expect(".o_crm_accounting_call_bar").not.toHaveText(/Voice mail/);
});

test("a promise is accepted by Enter", async () => {
    staffOffice();
    await openWorklist();
    await type("c", "2");
    expect("#o_promise_date").toBeFocused();
    await press("Enter");
    await animationFrame();
    expect.verifySteps([
        'promised 1 {"note":null,"promise":{"date":"2024-06-18","amount":1000,"item_ids":[10]}}',
    ]);
});

test("what was typed stays when the server refuses it", async () => {
    staffOffice({
        action_log_call: () => {
            throw makeServerError({ type: "UserError", message: "More than is owed." });
        },
    });
    await openWorklist();
    await type("c", "2");
    await contains("#o_promise_amount").edit("5000", { confirm: "Enter" });
    expect(".o_crm_accounting_call_bar .alert-danger").toHaveText("More than is owed.");
    expect("#o_promise_amount").toHaveValue("5000");
    expect(NAME).toHaveText("Bakery Ltd");
    await contains("#o_promise_amount").edit("five", { confirm: "Enter" });
    expect(".o_crm_accounting_promise_form .text-danger").toHaveCount(1);
    await type("Escape");
    expect(".o_crm_accounting_promise_form").toHaveCount(0);
});

test("a dispute names the invoice, the reason and the day", async () => {
    staffOffice();
    await openWorklist();
    await type("c", "3");
    await contains("select[aria-label=Reason]").select("price");
    await press("Enter");
    await animationFrame();
    expect.verifySteps([
        'disputes 1 {"note":null,"dispute":' +
            '{"move_id":10,"reason":"price","note":null,"deadline":"2024-06-28"}}',
    ]);
});

test("what is disputed already is not offered again", async () => {
    const sheet = makeSheet(1);
    const [item] = sheet.items;
    sheet.items = [
        { ...item, is_disputed: true },
        { ...item, id: 11, move_id: 11, name: "INV/11" },
    ];
    staffOffice({ get_worksheet: () => sheet });
    await openWorklist();
    await type("c", "3");
    expect(".o_crm_accounting_dispute_form > span").toHaveText("INV/11");
});

test("the last call is taken back, and the customer is there again", async () => {
    staffOffice();
    await openWorklist();
    await type("c", "1", "u");
    expect.verifySteps(['not_reached 1 {"note":null}', "undo 99"]);
    expect(NAME).toHaveText("Bakery Ltd");
    expect(".o_crm_accounting_last").toHaveText("The call to Bakery Ltd was taken back.");
    await type("u");
    expect.verifySteps([]);
});

test("the next step after the last call is planned for another day", async () => {
    staffOffice({
        action_other_day: ([id], date) => {
            expect.step(`${id} ${date}`);
            return { next_date: date, text: "Next step: June 20" };
        },
    });
    await openWorklist();
    await type("c", "1", "d");
    expect.verifySteps(['not_reached 1 {"note":null}']);
    await contains("#o_next_day").edit("06/20/2024", { confirm: "Enter" });
    expect.verifySteps(["99 2024-06-20"]);
    expect("#o_next_day").toHaveCount(0);
    expect(NAME).toHaveText("Florist Ltd");
});
