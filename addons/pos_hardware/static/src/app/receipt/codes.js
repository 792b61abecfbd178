/** QR codes and bars that a printer draws itself: what they say is told by how Odoo made the picture. */
/* global QRCode */

import { patch } from "@web/core/utils/patch";

const LONGEST_QR = 1200; // bytes
const KEPT = 50; // drawn codes whose text is remembered
const NARROW = 384; // dots of 58 mm paper: what does not fit them in bars of 2 dots stays a picture
const DOTS = 2;

/** By the names that `/report/barcode` takes: the format, what it may hold, its width in modules. */
const BARS = {
    EAN13: ["EAN13", /^\d{13}$/, () => 95],
    EAN8: ["EAN8", /^\d{8}$/, () => 67],
    UPCA: ["UPC-A", /^\d{12}$/, () => 95],
    Code128: ["CODE128", /^[\x20-\x7e]+$/, (length) => 11 * (length + 2) + 13],
    Standard39: ["CODE39", /^[0-9A-Z .$/+%-]+$/, (length) => 16 * (length + 2)],
    I2of5: ["ITF", /^(\d\d)+$/, (length) => 9 * length + 9],
};
const CHECKED = ["EAN13", "EAN8", "UPC-A"];

const drawn = new Map();

/** Return the inside of a picture that was serialised: its head holds what is changed later. */
function findDrawing(svg) {
    return svg.slice(svg.indexOf(">") + 1);
}

function remember(svg, text) {
    drawn.set(findDrawing(new XMLSerializer().serializeToString(svg)), text);
    if (drawn.size > KEPT) {
        drawn.delete(drawn.keys().next().value);
    }
}

patch(QRCode.prototype, {
    makeCode(text) {
        super.makeCode(text);
        const svg = this._el.querySelector?.("svg");
        if (svg) {
            remember(svg, text);
        }
    },
});

/**
 * Return the line that prints a code natively, null where what it says is not known for certain.
 *
 * @param {string} src of the picture of it, as Odoo makes it
 */
export function findCode(src) {
    const prefix = "data:image/svg+xml;base64,";
    if (src.startsWith(prefix)) {
        return makeQr(drawn.get(findDrawing(atob(src.slice(prefix.length)))));
    }
    const { pathname, searchParams } = new URL(src, location.origin);
    const [, name, value] = pathname.match(/^\/report\/barcode\/([^/]+)\/(.+)$/) ?? [];
    if (!name && !/^\/report\/barcode\/?$/.test(pathname)) {
        return null;
    }
    const kind = name ?? searchParams.get("barcode_type");
    const data = name ? decodeURIComponent(value) : (searchParams.get("value") ?? "");
    return kind === "QR" ? makeQr(data) : makeBars(kind, data, searchParams);
}

function makeQr(data) {
    const isLong = new TextEncoder().encode(data).length > LONGEST_QR;
    // eslint-disable-next-line no-control-regex
    return data && !isLong && !/[\x00-\x1f\x7f]/.test(data) ? { type: "qr", data } : null;
}

function makeBars(kind, data, options) {
    const [format, pattern, measure] = BARS[kind] ?? [];
    if (!pattern?.test(data) || measure(data.length) * DOTS > NARROW) {
        return null;
    }
    if (CHECKED.includes(format) && findCheckDigit(data.slice(0, -1)) !== data.at(-1)) {
        return null;
    }
    const caption = ["1", "True", "true"].includes(options.get("humanreadable"));
    return { type: "barcode", format, data, caption };
}

/** Return the check digit of EAN and UPC (GS1 General Specifications, 7.9). */
function findCheckDigit(digits) {
    const sum = [...digits]
        .reverse()
        .reduce((sum, digit, place) => sum + digit * (place % 2 ? 1 : 3), 0);
    return String((10 - (sum % 10)) % 10);
}
