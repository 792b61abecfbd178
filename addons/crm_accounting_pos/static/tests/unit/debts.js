import { animationFrame, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import {
    contains,
    makeServerError,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";

export const CASH = 1;
export const CARD = 2;
const ADMINISTRATOR = 3;

/** Return an answer of `pos.session.get_customer_debts`: an old invoice, and one in a plan. */
export function makeDebts(values = {}) {
    return {
        debts: [
            {
                id: 11,
                document: "INV/1",
                date_due: "2024-05-10",
                is_overdue: true,
                amount: 50,
                plan: false,
            },
            {
                id: 12,
                document: "INV/2",
                date_due: "2024-07-01",
                is_overdue: false,
                amount: 90,
                plan: "PLAN/1",
            },
        ],
        plans: [
            {
                name: "PLAN/1",
                date_next: "2024-07-01",
                amount_next: 30,
                amount_overdue: 0,
                is_broken: false,
            },
        ],
        proposals: [
            { key: "next", amount: 30, line_ids: [12] },
            { key: "overdue", amount: 50, line_ids: [11] },
            { key: "all", amount: 140, line_ids: [11, 12] },
        ],
        owed: 140,
        credit: 0,
        unbooked: 0,
        elsewhere: [],
        method_ids: [CASH, CARD],
        ...values,
    };
}

/** Return an answer of `pos.session.take_debt_payment`. */
export function makeReceipt(values = {}) {
    return {
        number: "CSH1/1",
        date: "2024-06-14 10:00:00",
        customer: "Administrator",
        amount: 50,
        payments: [{ name: "Cash", amount: 50 }],
        rows: [{ document: "INV/1", date_due: "2024-05-10", amount: 50, left: 0 }],
        owed: 90,
        ...values,
    };
}

/** Return a till whose office knows debts, what it was asked and what was printed. */
export async function setupCounter(debts = makeDebts()) {
    const office = { debts, asked: [], taken: [], answer: () => makeReceipt() };
    onRpc("pos.session", "get_customer_debts", ({ args }) => {
        office.asked.push(args[1]);
        return office.debts;
    });
    onRpc("pos.session", "take_debt_payment", ({ args }) => {
        office.taken.push(args.slice(1));
        return office.answer();
    });
    const store = await setupPosEnv();
    const printed = [];
    const printForReal = patchWithCleanup(store.printer, {
        async print(component, props) {
            printed.push(props.receipt);
        },
    });
    await mountWithCleanup(MainComponentsContainer);
    const partner = store.models["res.partner"].get(ADMINISTRATOR);
    return { store, office, partner, printed, printForReal };
}

export async function openDebts({ store, partner }) {
    await store.openDebts(partner);
    await waitFor(".debt-popup");
}

export async function choose(key) {
    await contains(`.debt-proposal[data-key=${key}]`).click();
}

export async function payBy(name) {
    await contains(`.debt-method:contains(${name})`).click();
}

export async function enter(selector, value) {
    await contains(`${selector} input`).edit(value, { confirm: false });
    await animationFrame();
}

export async function take() {
    await contains(".debt-take").click();
    await animationFrame();
}

export function listDebts() {
    return queryAllTexts(".debt-line b");
}

export function refuse() {
    throw makeServerError({ message: "50.00 is more than what is still owed there: 20.00." });
}

/** Let the network go, as nobody knows yet; return what brings it back. */
export function loseAnswers(store) {
    return patchWithCleanup(store.data.orm, {
        async call(model, method) {
            const answer = await super.call(...arguments);
            if (method === "take_debt_payment") {
                throw new ConnectionLostError();
            }
            return answer;
        },
    });
}
