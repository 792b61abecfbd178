import { openIndex } from "../open_index";
import { makeChunk, makeRow } from "../utils";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

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
