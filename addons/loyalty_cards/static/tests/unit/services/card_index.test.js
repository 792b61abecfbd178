import { openIndex } from "../open_index";
import { makeChunk, makeRow } from "../utils";
import { Deferred, describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

test("the index survives a restart without network", async () => {
    const { index, name } = await openIndex([makeChunk({ rows: [makeRow(1, "A")] })]);
    await index.refresh();
    index.close();
    const { index: restarted } = await openIndex([new Error("no network")], name);
    await expect(restarted.refresh()).rejects.toThrow("no network");
    expect((await restarted.find("A")).id).toBe(1);
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
