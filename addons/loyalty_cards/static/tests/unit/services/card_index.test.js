import { CardIndex } from "@loyalty_cards/app/services/card_index";
import { makeChunk, makeRow } from "../utils";
import { after, Deferred, describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

let databases = 0;

/** Return an index on a database of its own that downloads these chunks, one after the other. */
async function openIndex(chunks, name = `cards-test-${Date.now()}-${databases++}`) {
    const asked = [];
    const progress = [];
    const fetchChunk = async (...args) => {
        asked.push(args.slice(0, 2));
        const next = chunks.shift();
        if (next instanceof Error) {
            throw next;
        }
        return next;
    };
    const index = new CardIndex(name, fetchChunk, (...args) => progress.push(args));
    await index.open();
    after(() => {
        index.close();
        indexedDB.deleteDatabase(name);
    });
    return { index, asked, progress, name };
}

test("a card is found by its code, with what the till asks of it", async () => {
    const values = { partner: 7, category: 3, percent: 2.5, from: "2026-01-01", turnover: "850.5" };
    const { index } = await openIndex([
        makeChunk({
            rows: [makeRow(1, "0471", values), makeRow(2, "0472", { proof: "2026-12-31" })],
        }),
    ]);
    await index.refresh();
    expect(await index.find(" 04 71 ")).toEqual({
        id: 1,
        code: "0471",
        state: "active",
        partnerId: 7,
        categoryId: 3,
        personalPercent: 2.5,
        dateFrom: "2026-01-01",
        dateTo: null,
        proofs: [],
        turnovers: { lifetime: "850.5" },
    });
    const proven = await index.find("0472");
    expect(proven.proofs).toEqual([{ category_id: 1, valid_to: "2026-12-31" }]);
    expect(await index.find("0473")).toBe(null);
});

test("cards come in chunks, and progress is told", async () => {
    const { index, asked, progress } = await openIndex([
        makeChunk({
            rows: [makeRow(1, "A"), makeRow(2, "B")],
            next_after_id: 2,
            total: 3,
            cursor: "first",
        }),
        makeChunk({ rows: [makeRow(3, "C")], total: 3, cursor: "second" }),
        makeChunk({}),
    ]);
    await index.refresh();
    expect(progress).toEqual([
        [2, 3],
        [3, 3],
    ]);
    await index.refresh();
    // What changed while the chunks came is asked for again.
    expect(asked).toEqual([
        [false, 0],
        [false, 2],
        ["first", 0],
    ]);
    expect((await index.find("C")).id).toBe(3);
});

test("the index survives a restart without network", async () => {
    const { index, name } = await openIndex([makeChunk({ rows: [makeRow(1, "A")] })]);
    await index.refresh();
    index.close();
    const { index: restarted } = await openIndex([new Error("no network")], name);
    await expect(restarted.refresh()).rejects.toThrow("no network");
    expect((await restarted.find("A")).id).toBe(1);
});

test("a download that breaks off leaves the index that was there", async () => {
    const { index } = await openIndex([
        makeChunk({ rows: [makeRow(1, "A")] }),
        makeChunk({
            is_full: true,
            rows: [makeRow(1, "A", { state: "blocked" })],
            next_after_id: 1,
        }),
        new Error("no network"),
        makeChunk({ is_full: true, rows: [makeRow(2, "B")] }),
    ]);
    await index.refresh();
    await expect(index.refresh()).rejects.toThrow("no network");
    expect((await index.find("A")).state).toBe("active");
    await index.refresh();
    expect(await index.find("A")).toBe(null);
    expect((await index.find("B")).id).toBe(2);
});

test("a delta brings new cards, blocks others, and takes deleted ones away", async () => {
    const { index } = await openIndex([
        makeChunk({ rows: [makeRow(1, "A"), makeRow(2, "B"), makeRow(3, "C")] }),
        makeChunk({ rows: [makeRow(1, "A", { state: "blocked" }), makeRow(4, "D")], removed: [2] }),
    ]);
    await index.refresh();
    await index.refresh();
    expect((await index.find("A")).state).toBe("blocked");
    expect(await index.find("B")).toBe(null);
    expect((await index.find("C")).id).toBe(3);
    expect((await index.find("D")).id).toBe(4);
});

test("a card that got another code is not found by the old one", async () => {
    const { index } = await openIndex([
        makeChunk({ rows: [makeRow(1, "A"), makeRow(2, "B")] }),
        makeChunk({ rows: [makeRow(1, "B2"), makeRow(2, "A")] }),
    ]);
    await index.refresh();
    await index.refresh();
    expect(await index.find("B")).toBe(null);
    expect((await index.find("B2")).id).toBe(1);
    expect((await index.find("A")).id).toBe(2);
});

test("a delta that comes twice changes nothing", async () => {
    const delta = { rows: [makeRow(2, "B", { partner: 7, primary: 1 })], removed: [1] };
    const { index } = await openIndex([
        makeChunk({ rows: [makeRow(1, "A")] }),
        makeChunk(delta),
        makeChunk(delta),
    ]);
    await index.refresh();
    await index.refresh();
    await index.refresh();
    expect(await index.find("A")).toBe(null);
    expect((await index.findPrimary(7)).code).toBe("B");
});

test("the primary card of a customer follows the customer", async () => {
    const { index } = await openIndex([
        makeChunk({
            rows: [makeRow(1, "A", { partner: 7, primary: 1 }), makeRow(2, "B", { partner: 7 })],
        }),
        makeChunk({
            rows: [makeRow(2, "B", { partner: 7, primary: 1 }), makeRow(1, "A", { partner: 7 })],
        }),
        makeChunk({ rows: [makeRow(2, "B", { partner: 8, primary: 1 })] }),
    ]);
    await index.refresh();
    expect((await index.findPrimary(7)).code).toBe("A");
    await index.refresh();
    expect((await index.findPrimary(7)).code).toBe("B");
    await index.refresh();
    expect(await index.findPrimary(7)).toBe(null);
    expect((await index.findPrimary(8)).code).toBe("B");
});

test("of two primary cards that of the company counts before that of all companies", async () => {
    const own = { partner: 7, primary: 2 };
    const shared = makeRow(1, "SHARED", { partner: 7, primary: 1 });
    const { index } = await openIndex([
        makeChunk({ rows: [makeRow(3, "OWN", own), makeRow(4, "LATER", { partner: 7 }), shared] }),
        makeChunk({ rows: [makeRow(3, "OWN", { ...own, state: "blocked" })] }),
        makeChunk({ rows: [makeRow(3, "OWN", { partner: 7 })] }),
        makeChunk({ removed: [1] }),
    ]);
    await index.refresh();
    expect((await index.findPrimary(7)).code).toBe("OWN");
    await index.refresh();
    expect((await index.findPrimary(7)).code).toBe("SHARED");
    await index.refresh();
    expect((await index.findPrimary(7)).code).toBe("SHARED");
    await index.refresh();
    expect(await index.findPrimary(7)).toBe(null);
});

test("customers have discounts without a card until they lose them", async () => {
    const { index } = await openIndex([
        makeChunk({ customers: [[7, 7, [1, 2], { 1: "2026-05-01", 2: false }, 3, ["10"]]] }),
        makeChunk({ customers: [[7, 7, [], {}, 0, ["10"]]] }),
    ]);
    await index.refresh();
    expect(await index.findCustomer(7)).toEqual({
        partnerId: 7,
        categoryIds: [1, 2],
        personalPercent: 3,
        proofs: [
            { category_id: 1, valid_to: "2026-05-01" },
            { category_id: 2, valid_to: null },
        ],
        turnovers: { lifetime: "10" },
    });
    await index.refresh();
    expect(await index.findCustomer(7)).toBe(null);
});

test("what the server says of one card is kept", async () => {
    const { index } = await openIndex([makeChunk({ rows: [makeRow(1, "A")] })]);
    await index.refresh();
    const card = await index.learn([makeRow(2, "B", { turnover: "5" })], ["lifetime"]);
    expect(card.turnovers).toEqual({ lifetime: "5" });
    expect(await index.find("B")).toEqual(card);
    expect(await index.learn([], ["lifetime"])).toBe(null);
});

test("a row with turnovers of other periods is told and not kept", async () => {
    const { index } = await openIndex([makeChunk({ rows: [makeRow(1, "A")] })]);
    await index.refresh();
    const card = await index.learn([makeRow(2, "B", { turnover: "5" })], ["rolling_1"]);
    expect(card.turnovers).toEqual({ rolling_1: "5" });
    expect(await index.find("B")).toBe(null);
});

test("a tab goes on finding cards when another tab has replaced the index", async () => {
    const row = makeRow(1, "A", { partner: 7, primary: 1 });
    const customer = [7, 7, [1], {}, 0, ["0"]];
    const { index, name } = await openIndex([
        makeChunk({ rows: [row] }),
        makeChunk({ cursor: "3", rows: [makeRow(3, "C")] }),
    ]);
    await index.refresh();
    const full = {
        is_full: true,
        cursor: "2",
        rows: [row, makeRow(2, "B")],
        customers: [customer],
    };
    const { index: other } = await openIndex([makeChunk(full)], name);
    await other.refresh();
    expect((await index.findPrimary(7)).code).toBe("A");
    expect((await index.find("B")).id).toBe(2);
    await index.refresh();
    expect((await other.find("B")).id).toBe(2);
    expect((await other.find("C")).id).toBe(3);
});

test("a tab that goes on after another one has to ask about all its customers", async () => {
    const { index, asked, name } = await openIndex([
        makeChunk({}),
        makeChunk({ cursor: "3" }),
        makeChunk({ cursor: "4" }),
    ]);
    await index.refresh();
    const { index: other } = await openIndex([makeChunk({ cursor: "2" })], name);
    await other.refresh();
    expect((await index.refresh()).customers).toBe(null);
    expect((await index.refresh()).customers).toEqual([]);
    expect(asked.map(([cursor]) => cursor)).toEqual([false, "2", "3"]);
});

test("of two tabs one downloads the index, and the other one goes on from there", async () => {
    const gate = new Deferred();
    const { index, name } = await openIndex([
        makeChunk({ rows: [makeRow(1, "A")], next_after_id: 1, cursor: "first" }),
        gate,
    ]);
    const { index: other, asked } = await openIndex([makeChunk({ rows: [makeRow(3, "C")] })], name);
    const downloads = [index.refresh(), other.refresh()];
    gate.resolve(makeChunk({ rows: [makeRow(2, "B")] }));
    await Promise.all(downloads);
    expect(asked).toEqual([["first", 0]]);
    for (const code of ["A", "B", "C"]) {
        expect((await index.find(code)).code).toBe(code);
        expect((await other.find(code)).code).toBe(code);
    }
});

test("a hundred thousand cards take seconds in the background, and milliseconds to find", async () => {
    const size = 100000;
    const rows = Array.from({ length: size }, (_, number) =>
        makeRow(number + 1, String(2900000000000 + number), {
            partner: number + 1,
            primary: 1,
            turnover: "1234.56",
        })
    );
    const chunks = [0, 1, 2, 3, 4].map((part) => {
        const isLast = part === 4;
        return makeChunk({
            rows: rows.slice(part * 20000, (part + 1) * 20000),
            next_after_id: isLast ? false : (part + 1) * 20000,
            total: size,
        });
    });
    const { index } = await openIndex(chunks);
    const begin = performance.now();
    await index.refresh();
    const download = performance.now() - begin;
    const lookups = [];
    for (let number = 0; number < 100; number++) {
        const start = performance.now();
        expect((await index.find(String(2900000000000 + number * 997))).id).toBe(number * 997 + 1);
        lookups.push(performance.now() - start);
    }
    lookups.sort((one, other) => one - other);
    expect(download).toBeLessThan(6000);
    expect(lookups[50]).toBeLessThan(10);
});
