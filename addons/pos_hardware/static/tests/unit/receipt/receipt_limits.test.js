import { makeElement, readLines } from "./helpers";
import { expect, test } from "@odoo/hoot";
import { splitReceipt } from "@pos_hardware/app/receipt/limits";
import { structuredReceipt } from "@pos_hardware/app/receipt/structured_receipt";

test("a text that is too long for a line has several", async () => {
    const words = Array.from({ length: 2000 }, (_, index) => `w${index}`).join(" ");
    const lines = await readLines(words);
    expect(lines.length).toBeGreaterThan(1);
    expect(Math.max(...lines.map(({ text }) => text.length))).not.toBeGreaterThan(4096);
    expect(lines.map(({ text }) => text).join(" ")).toBe(words);
});

test("a word without a blank is cut where it has to be", async () => {
    const lines = await readLines("x".repeat(5000));
    expect(lines.map(({ text }) => text.length)).toEqual([4096, 904]);
});

test("a column that is too long has lines of its own", async () => {
    const row = `<div class="d-flex"><span>${"x".repeat(4100)}</span><span class="ms-auto">1</span></div>`;
    const lines = await readLines(row);
    expect(lines.map(({ type, align }) => [type, align])).toEqual([
        ["text", undefined],
        ["text", undefined],
        ["text", "right"],
    ]);
});

test("a receipt that is too long for a job has several, of which the last is cut", async () => {
    const receipt = await structuredReceipt(makeElement("<div>line</div>".repeat(2500)));
    const parts = splitReceipt(receipt);
    expect(parts.length).toBeGreaterThan(2);
    for (const { version, lines } of parts) {
        expect(version).toBe(1);
        expect(lines.length).not.toBeGreaterThan(800);
    }
    expect(parts.flatMap(({ lines }) => lines)).toEqual(receipt.lines);
    expect(parts.at(-1).lines.at(-1)).toEqual({ type: "cut" });
});

test("a receipt has at most eight codes in one job", async () => {
    const codes = Array.from(
        { length: 10 },
        (_, index) => `<img src="/report/barcode/QR/${index}"/>`
    );
    const parts = splitReceipt(await structuredReceipt(makeElement(codes.join(""))));
    const counts = parts.map(({ lines }) => lines.filter(({ type }) => type === "qr").length);
    expect(counts).toEqual([8, 2]);
});

test("an ordinary receipt is one job, as it was", async () => {
    const receipt = await structuredReceipt(makeElement("<div>line</div>"));
    expect(splitReceipt(receipt)).toEqual([receipt]);
});
