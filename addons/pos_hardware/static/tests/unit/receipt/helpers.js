import { after, expect, getFixture, globals } from "@odoo/hoot";
import { structuredReceipt } from "@pos_hardware/app/receipt/structured_receipt";

const STYLE = "/point_of_sale/static/src/css/pos_receipts.css";

/** A white dot. */
export const LOGO =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj3" +
    "2gAAAABJRU5ErkJggg==";

/** Let receipts look as at a till: the assets of tests lack their style. */
export async function setupStyle() {
    const answer = await globals.fetch(STYLE);
    const style = document.createElement("style");
    style.textContent = await answer.text();
    document.head.append(style);
    after(() => style.remove());
}

/** Let Odoo's own way to draw blocks work. */
export function setupRenderer() {
    const container = document.createElement("div");
    container.className = "render-container";
    getFixture().append(container);
}

/** Return an element outside the document. */
export function makeElement(html) {
    const element = document.createElement("div");
    element.className = "pos-receipt";
    element.innerHTML = html;
    return element;
}

/** Return the lines of a piece of a receipt, without the cut at their end. */
export async function readLines(html, options) {
    const receipt = await structuredReceipt(makeElement(html), options);
    expectPrintable(receipt);
    const { lines } = receipt;
    expect(lines.pop()).toEqual({ type: "cut" });
    return lines;
}

const isText = (value) => typeof value === "string" && value.length <= 4096;
const isFlag = (value) => typeof value === "boolean";
const isBetween = (low, high) => (value) =>
    Number.isInteger(value) && low <= value && value <= high;
const isSize = (value) => [value].flat().every(isBetween(1, 8));
const isAlign = (value) => ["left", "center", "right"].includes(value);
const isPicture = (value) => /^(iVBOR|\/9j\/)[\w+/]+=*$/.test(value);
const LOOKS = { bold: isFlag, underline: isFlag, size: isSize };

/** What proxy/docs/receipt.md lets a line hold. */
const KEYS = {
    text: { text: isText, align: isAlign, ...LOOKS },
    columns: { left: isText, right: isText, ...LOOKS },
    rule: { char: (value) => value.length === 1 },
    feed: { lines: isBetween(1, 50) },
    picture: { data: isPicture },
    logo: {},
    qr: { data: (value) => 0 < value.length && value.length <= 1200 },
    barcode: { format: isText, data: isText, caption: isFlag },
    cut: {},
};

/** Check that the proxy takes a receipt. */
function expectPrintable({ version, lines }) {
    expect(version).toBe(1);
    const wrong = lines.filter(({ type, ...values }) =>
        Object.entries(values).some(([key, value]) => !KEYS[type]?.[key]?.(value))
    );
    expect(wrong).toEqual([]);
}

/** Check that a receipt tells what a person sees on an element: all, in order, and nothing else. */
export function expectSameInformation(receipt, element) {
    expectPrintable(receipt);
    const told = receipt.lines.flatMap(({ text, left, right }) =>
        getWords([text, left, right].join(" "))
    );
    expect(told).toEqual(getWords(seeText(element)));
}

function getWords(text) {
    return text.split(/\s+/).filter((word) => word && !/^-{8,}$/.test(word));
}

/** Return what a browser says is visible, in the order in which it is read. */
function seeText(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".fa[aria-label]").forEach((icon) => {
        icon.textContent = `${icon.getAttribute("aria-label")}:\u00a0`;
    });
    getFixture().append(copy);
    copy.querySelectorAll(".w-50 + .w-50").forEach((half) => seeLineByLine(half));
    const text = copy.innerText;
    copy.remove();
    return text;
}

/** Two halves that stand side by side are read across. */
function seeLineByLine(half) {
    const [left, right] = [half.previousElementSibling, half].map((el) => el.innerText.split("\n"));
    const lines = Array.from({ length: left.length + right.length }, (_, index) => [
        left[index] ?? "",
        right[index] ?? "",
    ]);
    half.previousElementSibling.textContent = "";
    half.textContent = lines.flat().join(" ");
}
