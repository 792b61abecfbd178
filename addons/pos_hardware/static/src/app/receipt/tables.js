/** Tables: as text where it fits a narrow paper, else as a picture. */

import { gatherRuns, Run } from "./run";

const NARROW = 32; // letters in a line of 58 mm paper

/** Read the table `el` into lines of `flow`. */
export function readTable(flow, el, place) {
    const rows = [...el.rows].map((row) => readCells(flow, row, place));
    if (rows.flat().some((runs) => !runs || runs.length > 1)) {
        flow.push({ type: "drawn", el });
    } else if (!setNarrow(flow, rows, place)) {
        setWide(flow, el, rows, place);
    }
}

function readCells(flow, row, place) {
    return [...row.cells].map((cell) =>
        gatherRuns(flow.readApart([cell], { ...place, indent: 0 }))
    );
}

/** Return whether the table was set: of two columns, or narrow. */
function setNarrow(flow, rows, place) {
    const cells = rows.map((row) => row.map(([run]) => run ?? new Run()));
    if (cells.every((row) => row.length < 3)) {
        cells.forEach(([left, right]) => flow.pushSides(left, right, place));
        return true;
    }
    return setGrid(flow, cells, "left", place);
}

/** What has no headings can be read as sentences. */
function setWide(flow, el, rows, place) {
    if (el.querySelector("th")) {
        flow.push({ type: "drawn", el });
    } else {
        rows.forEach((row) => flow.pushText(Run.join(row.flat()), "left", place.indent));
    }
}

/**
 * Set columns below each other by blanks, where even the narrowest paper has the room.
 *
 * @param {Run[][]} rows a cell that stands alone in its row is a heading
 * @returns {boolean} whether there was room
 */
export function setGrid(flow, rows, align, place) {
    const columns = rows.filter((row) => row.length > 1);
    const widths = [];
    for (const row of columns) {
        row.forEach(({ text }, index) => {
            widths[index] = Math.max(widths[index] ?? 0, text.trim().length);
        });
    }
    const fits = widths.reduce((sum, width) => sum + width + 1, -1) <= NARROW;
    if (fits) {
        rows.forEach((row) => pushGridRow(flow, row, widths, align));
    }
    return fits;
}

function pushGridRow(flow, row, widths, align) {
    if (row.length === 1) {
        flow.pushText(Run.join(row), "center", 0);
        return;
    }
    const texts = row.map(({ text }, index) => pad(text.trim(), widths[index]));
    flow.pushText(Run.of(row, texts.join("\u00a0")), align, 0);
}

/** Return a text in the middle of `width` letters. */
function pad(text, width) {
    const before = text.length + ((width - text.length) >> 1);
    return text.padStart(before, "\u00a0").padEnd(width, "\u00a0");
}
