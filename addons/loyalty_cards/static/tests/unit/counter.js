import { makeChunk, makeRow, PERIODS, setupOrder } from "./utils";
import { animationFrame, waitFor } from "@odoo/hoot-dom";
import { makeServerError, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";

export const ANN = 3;
const BLANK = makeRow(1, "0471", { state: "unregistered" });
const GIVEN = makeRow(1, "0471", { partner: ANN, primary: 1 });

/**
 * Return a till with a pre-printed card, and what it has asked the office to give.
 *
 * @param {() => object} answer of the office
 * @param {Array} rows of more cards
 */
export async function setupCounter(answer = accept, rows = []) {
    const till = await setupOrder([BLANK, ...rows]);
    const asked = [];
    const office = { answer };
    onRpc("pos.config", "issue_card", ({ args }) => {
        asked.push(args[1]);
        const answer = office.answer();
        till.server.index = makeChunk(answer); // what it hears of cards from now on
        return answer;
    });
    await mountWithCleanup(MainComponentsContainer);
    return { ...till, asked, office };
}

export function accept() {
    return { rows: [GIVEN], periods: PERIODS, partner_id: ANN };
}

export function refuse() {
    throw makeServerError({ message: "Card 0471 is somebody's already." });
}

export async function openFor(till, props) {
    till.store.cards.captures.open(props);
    await waitFor(".discount-card-capture");
    await animationFrame();
}
