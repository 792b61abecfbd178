/** What stands side by side: a row of a flexible box. */

import { gatherRuns, Run } from "./run";
import { setGrid } from "./tables";

const PUSHED = ".ms-auto, .pos-receipt-right-align"; // where a browser does not tell `auto`

/**
 * @typedef {object} Cell
 * @property {object[]} lines
 * @property {Run[]|null} runs null where it holds more than text
 * @property {boolean} [grows] takes the room that is left over
 * @property {boolean} [pushed] has room left over before it
 */

/** Read the row `el` into lines of `flow`. */
export function readRow(flow, el, place) {
    const cells = [...el.childNodes].map((node) => readCell(flow, node, place));
    const visible = cells.filter((cell) => cell?.lines.length);
    for (const row of findRows(visible, place.style)) {
        setRow(flow, row, place);
    }
}

function readCell(flow, node, place) {
    if (![Node.TEXT_NODE, Node.ELEMENT_NODE].includes(node.nodeType)) {
        return null;
    }
    const room = node.nodeType === Node.ELEMENT_NODE ? findRoom(node) : {};
    const lines = flow.readApart([node], { ...place, indent: 0, isCell: true });
    return { ...room, node, lines, runs: gatherRuns(lines) };
}

function findRoom(el) {
    const { flexGrow, direction } = getComputedStyle(el);
    return { grows: flexGrow > 0, pushed: isPushed(el, direction) };
}

/** `getComputedStyle` would tell the pixels that are left over, not that they are. */
function isPushed(el, direction) {
    const margin = el
        .computedStyleMap?.()
        .get(direction === "rtl" ? "margin-right" : "margin-left");
    return margin ? margin.value === "auto" : el.matches(PUSHED);
}

/** Return the cells in the rows into which a box has wrapped them. */
function findRows(cells, style) {
    if (style.flexWrap === "nowrap" || cells.length < 3) {
        return cells.length ? [cells] : [];
    }
    const rows = [];
    let bottom = -Infinity;
    for (const cell of cells) {
        const box = cell.node.getBoundingClientRect?.();
        if (box?.top >= bottom - 1 || !rows.length) {
            rows.push([]);
        }
        bottom = box && rows.at(-1).length ? Math.max(bottom, box.bottom) : (box?.bottom ?? bottom);
        rows.at(-1).push(cell);
    }
    return rows;
}

function setRow(flow, cells, place) {
    if (cells.length === 1 || cells.some((cell) => !cell.runs)) {
        stack(flow, cells, place);
    } else if (cells.length > 2 && cells.every((cell) => cell.grows)) {
        setShares(flow, cells, place);
    } else {
        setSides(flow, cells, place);
    }
}

/** Set cells one below the other: pictures do not stand beside text. */
function stack(flow, cells, place) {
    const align = findJustification(place, cells[0]);
    for (const line of cells.flatMap((cell) => cell.lines)) {
        flow.push(align && line.type === "text" ? { ...line, align } : line);
    }
}

function findJustification({ style }, cell) {
    if (style.justifyContent === "center") {
        return "center";
    }
    const isLast = cell.pushed || ["end", "flex-end"].includes(style.justifyContent);
    return isLast ? (style.direction === "rtl" ? "left" : "right") : null;
}

/** Set cells of equal shares, as choices are. */
function setShares(flow, cells, place) {
    const rows = zip(cells, (runs) => runs);
    if (!setGrid(flow, rows, "center", place)) {
        rows.forEach((runs) => flow.pushText(Run.join(runs), "center", 0));
    }
}

function setSides(flow, cells, place) {
    const split = findSplit(cells, place.style);
    const sides = [cells.slice(0, split), cells.slice(split)];
    const [first, last] = sides.map((side) => zip(side, Run.join));
    if (place.style.direction === "rtl" && split < cells.length) {
        setPairs(flow, last, first, place);
    } else {
        setPairs(flow, first, last, place);
    }
}

function setPairs(flow, left, right, place) {
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
        flow.pushSides(left[index], right[index], place);
    }
}

/** Return how many of the cells stand at the beginning of the row, the others at its end. */
function findSplit(cells, style) {
    const split = cells.findIndex((cell, index) => cell.pushed || cells[index - 1]?.grows);
    if (split > 0) {
        return split;
    }
    if (style.justifyContent.startsWith("space-")) {
        return 1;
    }
    const isAtEnd = ({ lines }) => lines.every(({ align }) => align === "right");
    return isAtEnd(cells.at(-1)) && !isAtEnd(cells[0]) ? cells.length - 1 : cells.length;
}

/** Return what `combine` makes of the first runs of all cells, of the second ones and so on. */
function zip(cells, combine) {
    const height = Math.max(0, ...cells.map((cell) => cell.runs.length));
    return Array.from({ length: height }, (_, index) =>
        combine(cells.map((cell) => cell.runs[index] ?? new Run()))
    );
}
