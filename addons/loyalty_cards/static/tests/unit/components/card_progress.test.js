import { makeChunk, makeRow, startCards } from "../utils";
import { expect, test } from "@odoo/hoot";
import { Deferred, waitFor, waitForNone } from "@odoo/hoot-dom";
import { mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { Navbar } from "@point_of_sale/app/components/navbar/navbar";

definePosModels();

/** Return what the office answers after each card: the last chunk comes when `last` is resolved. */
function answerInChunks(last) {
    const chunks = {
        0: makeChunk({ rows: [makeRow(1, "A"), makeRow(2, "B")], next_after_id: 2, total: 1003 }),
        2: makeChunk({ rows: [makeRow(3, "C")], next_after_id: 3 }),
        3: last,
    };
    onRpc("pos.config", "get_card_index", ({ args }) => chunks[args[2]]);
}

test("the bar above tells how far the first download of cards is, and no more when it is done", async () => {
    const last = new Deferred();
    answerInChunks(last);
    const store = await setupPosEnv();
    await startCards(store);
    await mountWithCleanup(Navbar, {});
    await waitFor('.discount-card-download:contains("Cards 2 of 1,003")');
    last.resolve(
        makeChunk({ rows: Array.from({ length: 1000 }, (_, n) => makeRow(n + 4, `N${n}`)) })
    );
    await store.cards.refreshing;
    await waitForNone(".discount-card-download", { timeout: 2000 });
    expect(store.cards.progress).toEqual({ done: 1003, total: 1003 });
});
