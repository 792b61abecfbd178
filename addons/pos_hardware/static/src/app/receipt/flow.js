/** From a rendered element to lines, in the order and with the looks that it has on a screen. */

import { gatherRuns, keepsLines, Run } from "./run";
import { readRow } from "./rows";
import { readTable } from "./tables";

const DRAWN = ["CANVAS", "EMBED", "IFRAME", "OBJECT", "VIDEO", "svg"];
const SEPARATOR = /^([-=*~.─━═])\1{7,}$/;
const GAP = 0.6; // of a letter: less room between two lines is no blank line
const LEADING = 1.5; // of a letter: the height of a line
const NO_INDENT = 100; // pixels: more of them are room left over, not one of Odoo's indents

/**
 * @typedef {object} Place where text stands
 * @property {CSSStyleDeclaration} style of the element around it
 * @property {boolean} [centered] by a flexible box around it
 * @property {boolean} [underlined]
 * @property {boolean} [isCell] whose margins only set it apart from its neighbours
 * @property {number} indent pixels
 */

/** Lines one below the other. */
export class Flow {
    lines = [];
    gap = 0; // letters, above the next line
    line = null; // what is being written, before its end is known

    constructor(size) {
        this.size = size; // pixels of a letter of ordinary size
    }

    readNodes(nodes, place) {
        for (const node of nodes) {
            if (node.nodeType === Node.TEXT_NODE) {
                this.write(node.data, place);
            } else if (node.nodeType === Node.ELEMENT_NODE) {
                this.readElement(node, place);
            }
        }
    }

    readElement(el, outer) {
        const style = getComputedStyle(el);
        if (isHidden(style)) {
            return;
        }
        const place = findPlace(style, outer);
        if (el.tagName === "BR") {
            this.breakLine(place);
        } else if (isDrawn(el, style)) {
            this.push({ type: "drawn", el });
        } else if (style.float !== "none") {
            this.float(el, place);
        } else if (style.display.startsWith("inline")) {
            this.readContent(el, place);
        } else {
            this.readBlock(el, place, outer);
        }
    }

    /** Read what is inside; an icon, which a printer does not have, is told by its name. */
    readContent(el, place) {
        const label = el.getAttribute("aria-label");
        if (label && el.classList.contains("fa")) {
            this.write(`${label}: `, place);
        }
        this.readNodes(el.childNodes, place);
    }

    readBlock(el, place) {
        const { style } = place;
        this.endLine();
        this.space(...(place.isCell ? [] : [style.marginTop]), style.paddingTop);
        this.pushBorder(style, "Top");
        if (style.display.includes("flex")) {
            readFlexible(this, el, place);
        } else if (style.display === "table") {
            readTable(this, el, place);
        } else {
            this.readContent(el, indent(place));
        }
        this.endLine();
        this.pushBorder(style, "Bottom");
        this.space(...(place.isCell ? [] : [style.marginBottom]), style.paddingBottom);
    }

    write(text, place) {
        if (!this.line && !text.trim() && !text.includes("\u00a0") && !keepsLines(place.style)) {
            return; // most of the text of a template is the room between its tags
        }
        const parts = keepsLines(place.style) ? text.split("\n") : [text];
        parts.forEach((part, index) => {
            if (index) {
                this.breakLine(place);
            }
            this.openLine(place).run.write(part, place.style, place.underlined);
        });
    }

    openLine(place) {
        this.line ??= { run: new Run(), floats: {}, place };
        return this.line;
    }

    float(el, place) {
        const runs = gatherRuns(this.readApart(el.childNodes, { ...place, indent: 0 }));
        if (runs) {
            this.openLine(place).floats[place.style.float] = Run.join(runs);
        } else {
            this.readBlock(el, place);
        }
    }

    /** Return lines that are set later: of a cell, of what floats. */
    readApart(nodes, place) {
        const flow = new Flow(this.size);
        flow.readNodes(nodes, place);
        flow.endLine();
        return flow.lines;
    }

    /** A break ends a line of text; where there is none it is a blank one. */
    breakLine(place) {
        if (!this.endLine()) {
            this.gap += (LEADING * parseFloat(place.style.fontSize)) / this.size;
        }
    }

    /** Return whether there was something to end. */
    endLine() {
        const { line } = this;
        this.line = null;
        if (!line || (line.run.isBlank && !line.floats.left && !line.floats.right)) {
            return false;
        }
        const { left, right } = line.floats;
        const before = left && !line.run.isBlank ? Run.join([left]) : Run.join([left, line.run]);
        const after = left && !line.run.isBlank ? Run.join([line.run, right]) : right;
        this.pushSides(before, after, line.place);
        return true;
    }

    /** Set something at the left edge, at the right edge or both. */
    pushSides(left, right, place) {
        if (!right || right.isBlank) {
            this.pushText(left, findAlign(place), place.indent);
        } else if (!left || left.isBlank) {
            this.pushText(right, "right", 0);
        } else {
            this.push({ type: "columns", left, right, indent: place.indent });
        }
    }

    pushText(run, align, indent) {
        const separator = run.text.match(SEPARATOR);
        this.push(
            separator ? { type: "rule", char: separator[1] } : { type: "text", run, align, indent }
        );
    }

    pushBorder(style, side) {
        if (hasBorder(style, side) && !hasBorder(style, "Left")) {
            this.push({ type: "rule", char: style[`border${side}Style`] === "double" ? "=" : "-" });
        }
    }

    push(line) {
        this.endLine();
        const last = this.lines.at(-1);
        if (last && ![line.type, last.type].includes("rule") && this.gap >= GAP) {
            this.lines.push({ type: "feed", lines: Math.max(1, Math.round(this.gap / LEADING)) });
        }
        this.lines.push(line);
        this.gap = 0;
    }

    space(...pixels) {
        for (const size of pixels) {
            this.gap += (parseFloat(size) || 0) / this.size;
        }
    }
}

function readFlexible(flow, el, place) {
    const { style } = place;
    if (style.flexDirection.startsWith("row")) {
        readRow(flow, el, place);
    } else {
        flow.readNodes(el.childNodes, {
            ...indent(place),
            centered: place.centered || style.alignItems === "center",
        });
    }
}

/** Some borders are there for their room only. */
function hasBorder(style, side) {
    const isInvisible = /transparent|^rgba\(.*, 0\)$|^rgb\(255, 255, 255\)$/;
    const drawn = style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]);
    return drawn && !isInvisible.test(style[`border${side}Color`]);
}

function isHidden(style) {
    return style.display === "none" || style.visibility !== "visible" || style.opacity === "0";
}

function isDrawn(el, style) {
    const isPlaced = ["absolute", "fixed"].includes(style.position);
    return isPlaced || el.tagName === "IMG" || DRAWN.includes(el.tagName);
}

function findPlace(style, outer) {
    const underlined = outer.underlined || style.textDecorationLine.includes("underline");
    return { ...outer, style, underlined };
}

/** Return the place inside of a block; what a cell leaves free around it is no indent. */
function indent(place) {
    const { style, isCell } = place;
    const sides = isCell ? [] : [style.marginLeft, style.paddingLeft];
    const pixels = sides.map(parseFloat).filter((size) => size < NO_INDENT);
    const indent = pixels.reduce((sum, size) => sum + size, place.indent);
    return { ...place, indent, isCell: false };
}

function findAlign({ style, centered }) {
    const isLeft = style.direction === "ltr";
    const align = style.textAlign.replace("-webkit-", "");
    if (["start", "justify"].includes(align)) {
        return centered ? "center" : isLeft ? "left" : "right";
    }
    return align === "end" ? (isLeft ? "right" : "left") : align;
}
