/** Pictures for the printer: an image as it is, anything else by Odoo's own way of drawing it. */

import { htmlToCanvas } from "@point_of_sale/app/services/render_service";
import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";

const PAPER = 512; // pixels: the width in which Odoo draws receipts
const MOST_PIXELS = 12e6;
const LONGEST = 2 << 20; // bytes of a file: as text it is larger, and the proxy keeps 4 MB of a job
const PATIENCE = 3000; // milliseconds for an image that is still being loaded, as in Odoo
const KEPT = 20;

const drawn = new Map(); // by source

/** Return whether an image need not be drawn again. */
export function isDrawn(image) {
    return drawn.has(image.src);
}

/**
 * Return what a printer gets for `el`, '' where it cannot be had.
 *
 * @param {Element} el image, canvas or block, with its contents
 * @param {number} width pixels in which it stands on the receipt, 0 where that is not known
 * @returns {Promise<string>} PNG or JPEG in base64
 */
export async function drawPicture(el, width) {
    try {
        return await (el.tagName === "IMG" ? drawImage(el, width) : drawBlock(el));
    } catch (error) {
        logPosMessage("Receipt", "drawPicture", "A picture is left out", false, [error]);
        return "";
    }
}

async function drawImage(image, width) {
    const { src } = image;
    if (!drawn.has(src)) {
        await waitForImage(image);
        drawn.set(src, encode(copyImage(image, width)));
        if (drawn.size > KEPT) {
            drawn.delete(drawn.keys().next().value);
        }
    }
    return drawn.get(src);
}

function waitForImage(image) {
    if (image.complete) {
        return;
    }
    return new Promise((resolve, reject) => {
        const giveUp = () =>
            reject(new Error(`The image was not loaded: ${image.src.slice(0, 200)}`));
        image.addEventListener("load", resolve);
        image.addEventListener("error", giveUp);
        setTimeout(giveUp, PATIENCE);
    });
}

function copyImage(image, width) {
    if (!image.naturalWidth) {
        throw new Error(`There is no image: ${image.src.slice(0, 200)}`);
    }
    const scale = Math.min(width || image.naturalWidth, PAPER) / image.naturalWidth;
    return scaleDown(image, image.naturalWidth * scale, image.naturalHeight * scale);
}

async function drawBlock(el) {
    if (el.tagName === "CANVAS") {
        return encode(scaleDown(el, el.width, el.height));
    }
    const shell = document.createElement("div");
    shell.className = "pos-receipt pos-hardware-block";
    shell.append(el);
    el.style.position = "static"; // what is placed anywhere has no height where it stands
    return encode(await htmlToCanvas(shell, { addClass: "pos-receipt-print" }));
}

/** Return a canvas with a picture on white paper, of as many pixels as a receipt may have. */
function scaleDown(source, width, height) {
    const scale = Math.min(1, PAPER / width, Math.sqrt(MOST_PIXELS / (width * height)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    return canvas;
}

/** A file that is too large, as of a photo, is made smaller by less quality. */
function encode(canvas) {
    const files = ["image/png", "image/jpeg"].map((type) => () => canvas.toDataURL(type));
    for (const file of files) {
        const data = file().split(",")[1];
        if (data.length * 0.75 <= LONGEST) {
            return data;
        }
    }
    throw new Error("The picture is too large for a receipt.");
}
