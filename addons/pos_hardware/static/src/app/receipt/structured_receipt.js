/** A receipt as data for the printer, out of what Odoo rendered for a picture. */

import { findCode } from "./codes";
import { Flow } from "./flow";
import { findSize, splitLine } from "./limits";
import { drawPicture, isDrawn } from "./pictures";
import { findOriginal, onStage } from "./stage";

/**
 * Return a receipt that says what `element` shows, as of proxy/docs/receipt.md, and is cut.
 *
 * It is the element that is read, so what other addons put into Odoo's templates is there as well.
 * What is no text becomes a picture of its own; without any, nothing is waited for. A receipt of
 * any length comes out: `splitReceipt` makes of it what one job may hold.
 *
 * @param {HTMLElement} element as Odoo rendered it, in the document or not; it is not changed
 * @param {object} [options]
 * @param {boolean} [options.logo] print the logo that the printer keeps in place of the company's
 * @returns {Promise<{version: number, lines: object[]}>}
 */
export async function structuredReceipt(element, { logo = false } = {}) {
    const drafts = onStage(element, (copy) => readLines(copy, element, logo));
    const lines = [];
    for (const draft of drafts) {
        lines.push(...(draft.type === "picture" ? await makePicture(draft) : makeLines(draft)));
    }
    return { version: 1, lines: keepQuiet([...lines, { type: "cut" }]) };
}

/** A scanner finds a code by the white around it. */
function keepQuiet(lines) {
    return lines.flatMap((line, index) => {
        const isCode = ["qr", "barcode"].includes(line.type);
        const isQuiet = ["feed", "cut"].includes(lines[index + 1]?.type);
        return isCode && !isQuiet ? [line, { type: "feed", lines: 1 }] : [line];
    });
}

/**
 * Do beforehand, when a till starts, what only its first receipt would have to wait for.
 *
 * @param {string} logoUrl of the company's logo, as on receipts
 */
export async function prepareReceipts(logoUrl) {
    const element = document.createElement("div");
    element.className = "pos-receipt p-2";
    element.append(Object.assign(new Image(), { src: logoUrl, className: "pos-receipt-logo" }));
    await structuredReceipt(element);
}

function readLines(copy, element, logo) {
    const style = getComputedStyle(copy);
    const flow = new Flow(parseFloat(style.fontSize));
    flow.readElement(copy, { style, indent: 0 });
    flow.endLine();
    return flow.lines.map((line) => {
        const draft = { ...line, size: flow.size };
        return line.type === "drawn" ? recognise(line.el, copy, element, logo) : draft;
    });
}

/** Return the line for what is no text. */
function recognise(el, copy, element, logo) {
    const original = findOriginal(el, copy, element);
    if (el.tagName !== "IMG") {
        const isCanvas = el.tagName === "CANVAS";
        return { type: "picture", el: isCanvas ? original : original.cloneNode(true), width: 0 };
    }
    if (logo && el.classList.contains("pos-receipt-logo")) {
        return { type: "logo" };
    }
    return (
        findCode(original.src) ?? { type: "picture", el: original, width: measure(el, original) }
    );
}

/** Return in how many pixels an image is to be drawn. */
function measure(el, original) {
    return isDrawn(original) ? 0 : Math.round(el.getBoundingClientRect().width);
}

async function makePicture({ el, width }) {
    const data = await drawPicture(el, width);
    const alt = el.classList.contains("pos-receipt-logo") ? "" : el.getAttribute("alt");
    return data ? [{ type: "picture", data }] : alt ? [{ type: "text", text: `[${alt}]` }] : [];
}

function makeLines({ type, run, left, right, align, indent, size, ...line }) {
    if (type === "text") {
        const blanks = align === "left" ? makeIndent(indent / size) : "";
        return splitLine({ type, text: blanks + trim(run), align, ...findLooks([run], size) });
    }
    if (type === "columns") {
        const texts = { left: makeIndent(indent / size) + trim(left), right: trim(right) };
        return splitLine({ type, ...texts, ...findLooks([left, right], size) });
    }
    return [{ type, ...line }];
}

function trim({ text }) {
    return text.replace(/^ +| +$/g, "");
}

/** Return two blanks for each step to the right, up to four steps. */
function makeIndent(letters) {
    return "\u00a0".repeat(2 * Math.min(4, Math.floor(letters + 0.3)));
}

function findLooks(runs, size) {
    const sum = (key) => runs.reduce((sum, run) => sum + run[key], 0);
    const letters = sum("letters");
    const magnified = findSize(sum("height") / letters / size);
    return {
        ...(2 * sum("bold") > letters && { bold: true }),
        ...(2 * sum("underlined") > letters && { underline: true }),
        ...(magnified !== 1 && { size: magnified }),
    };
}
