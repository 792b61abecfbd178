import { describe, expect, press, queryAllTexts, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { defineOffice, openWorklist, staffOffice } from "./worklist_office";

describe.current.tags("desktop", "crm_accounting");

defineOffice();

const NAME = ".o_crm_accounting_case h2";
const EMPTY = ".o_crm_accounting_empty";

async function type(...keys) {
    for (const key of keys) {
        await press(key);
        await animationFrame();
    }
    await animationFrame();
}

test("who is done reads how much was done", async () => {
    staffOffice({ ids: [1] });
    await openWorklist();
    await type("c", "1");
    expect.verifySteps(['not_reached 1 {"note":null}']);
    expect(`${EMPTY} h2`).toHaveText("Nothing to call today");
    expect(EMPTY).toHaveText(/Well done: 1 called/);
});

test("before collection is started a manager is led to the policies", async () => {
    staffOffice({ ids: [], isStarted: false });
    await openWorklist();
    expect(`${EMPTY} button`).toHaveText("Policies");
});

test("before collection is started others are told whom to ask", async () => {
    staffOffice({ ids: [], isStarted: false, groups: false });
    await openWorklist();
    expect(`${EMPTY} button`).toHaveCount(0);
    expect(EMPTY).toHaveText(/Ask a collection manager/);
});

test("a list that could not be loaded is asked for again", async () => {
    let isDown = true;
    staffOffice();
    onRpc("get_worklist", () => {
        if (isDown) {
            throw makeServerError({ message: "Not now" });
        }
    });
    await openWorklist();
    expect(EMPTY).toHaveText(/Not now/);
    isDown = false;
    await contains(`${EMPTY} button`).click();
    await animationFrame();
    expect(NAME).toHaveText("Bakery Ltd");
});

test("the chosen customer is still there after a look at the form", async () => {
    staffOffice();
    await openWorklist();
    await type("j", "Enter");
    await animationFrame();
    expect(".o_form_view").toHaveCount(1);
    await contains(".o_back_button, .o_breadcrumb a").click();
    await animationFrame();
    expect(NAME).toHaveText("Florist Ltd");
});

test("more is loaded when one walks past the end", async () => {
    staffOffice({ ids: Array.from({ length: 45 }, (_, index) => index + 1) });
    await openWorklist();
    expect(".o_crm_accounting_worklist_row").toHaveCount(40);
    expect(".o_crm_accounting_more").toHaveText("Load more (5)");
    await contains("[data-case='40']").click();
    await type("j");
    expect(".o_crm_accounting_worklist_row").toHaveCount(45);
    expect(NAME).toHaveText("Customer 41");
});

test("the list of a person is chosen in the team's table", async () => {
    const team = {
        team: false,
        due: 2,
        late: 1,
        owed: [{ currency_id: 1, amount: 300 }],
        likely: [{ currency_id: 1, amount: 100 }],
        away: false,
        calls_today: 4,
        promised_today: 1,
    };
    const asked = [];
    staffOffice({
        get_team_worklist: () => [
            { ...team, user_id: [7, "Anna"] },
            { ...team, user_id: false, team: [5, "North"] },
        ],
    });
    onRpc("get_worklist", ({ kwargs }) => {
        asked.push([kwargs.user_id, kwargs.team_id]);
    });
    await openWorklist();
    await type("t");
    const people = ".o_crm_accounting_team_table td:first-child button";
    expect(queryAllTexts(people)).toEqual(["Anna", "Queue of North"]);
    await contains(people).click();
    await animationFrame();
    expect(".o_crm_accounting_mine").toHaveText("Anna");
    expect(NAME).toHaveText("Bakery Ltd");
    await type("Escape");
    expect(".o_crm_accounting_mine").toHaveCount(0);
    await type("t");
    expect(".o_crm_accounting_team_table td:last-child button").toHaveCount(1);
    await contains(`${people}:contains(North)`).click();
    await animationFrame();
    expect(asked).toEqual([
        [null, null],
        [7, false],
        [null, null],
        [false, 5],
    ]);
});

test("who sees only own cases has no team", async () => {
    staffOffice({ groups: false });
    await openWorklist();
    await type("t");
    expect(".o_crm_accounting_team, .o_crm_accounting_team_table").toHaveCount(0);
});
