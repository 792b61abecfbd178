/** What a structured receipt may hold at most: proxy/docs/receipt.md. */

const TEXT = 4096; // letters
const LARGEST = 8;

/** Most of what one job takes, with room to spare: 24,000 rows of dots are 800 lines of text. */
const MOST = { lines: 900, rows: 600, codes: 8, bytes: 3 << 20 };
const NARROW = 32; // letters in a line of 58 mm paper
const ROWS = { qr: 20, logo: 14, picture: 40, barcode: 5, cut: 1 };

/** Return how often a letter is magnified, by its height in those of ordinary size. */
export function findSize(height) {
    if (height < 1.3) {
        return 1;
    }
    return height < 1.75 ? [1, 2] : Math.min(LARGEST, Math.round(height));
}

/** Return one or more lines for one whose texts may be too long. */
export function splitLine(line) {
    if (line.type === "columns" && [line.left, line.right].some((text) => text.length > TEXT)) {
        const { left, right, ...style } = line;
        const sides = [{ text: left }, { text: right, align: "right" }];
        return sides.flatMap((side) => splitLine({ ...style, ...side, type: "text" }));
    }
    return line.type === "text" && line.text.length > TEXT
        ? splitText(line.text).map((text) => ({ ...line, text }))
        : [line];
}

/** Return the pieces of a text, cut at blanks where there are some. */
function splitText(text) {
    const pieces = [];
    while (text.length > TEXT) {
        const blank = text.lastIndexOf(" ", TEXT);
        const end = blank > 0 ? blank : TEXT;
        pieces.push(text.slice(0, end));
        text = text.slice(end).replace(/^ /, "");
    }
    return [...pieces, text];
}

/**
 * Return receipts that print one of any length, one after the other; only the last is cut.
 *
 * @param {{version: number, lines: object[]}} receipt
 */
export function splitReceipt({ version, lines }) {
    const parts = [];
    let left = {};
    for (const line of lines) {
        const size = measure(line);
        if (!parts.length || Object.keys(MOST).some((key) => left[key] < size[key])) {
            parts.push({ version, lines: [] });
            left = { ...MOST };
        }
        Object.keys(MOST).forEach((key) => (left[key] -= size[key]));
        parts.at(-1).lines.push(line);
    }
    return parts;
}

/** Return what a line takes of everything there is at most. */
function measure(line) {
    const bytes = JSON.stringify(line).length;
    const codes = line.type === "qr" ? 1 : 0;
    return { lines: 1, rows: measureRows(line), codes, bytes };
}

/** Return the lines of ordinary height on narrow paper. */
function measureRows({ type, text, left, right, lines, size = 1 }) {
    if (type in ROWS || lines) {
        return ROWS[type] ?? lines;
    }
    const [width, height] = Array.isArray(size) ? size : [size, size];
    const letters = (text ?? `${left ?? ""} ${right ?? ""}`).length * width;
    return Math.max(1, Math.ceil(letters / NARROW)) * height;
}
