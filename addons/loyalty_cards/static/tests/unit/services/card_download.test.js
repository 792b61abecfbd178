import { openIndex } from "../open_index";
import { makeChunk, makeRow } from "../utils";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

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
        [0, 3],
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
