/** Text and how it looks. */

const BLANKS = /[ \t\n\r\f]+/g;
const CASES = {
    uppercase: (text) => text.toUpperCase(),
    lowercase: (text) => text.toLowerCase(),
};

/** A piece of a line: what has several looks takes that of most of its letters. */
export class Run {
    constructor() {
        Object.assign(this, { text: "", letters: 0, bold: 0, underlined: 0, height: 0 });
    }

    /**
     * @param {string} text of one line, blanks as in the document
     * @param {CSSStyleDeclaration} style of the element that it stands in
     */
    write(text, style, underlined = false) {
        text = (CASES[style.textTransform] ?? String)(text);
        this.text += keepsBlanks(style) ? fixBlanks(text) : this.collapse(text);
        const letters = text.trim().length;
        this.letters += letters;
        this.bold += style.fontWeight >= 600 ? letters : 0;
        this.underlined += underlined ? letters : 0;
        this.height += letters * parseFloat(style.fontSize);
    }

    collapse(text) {
        const collapsed = text.replace(BLANKS, " ");
        return /(^| )$/.test(this.text) ? collapsed.replace(/^ /, "") : collapsed;
    }

    get isBlank() {
        return !this.text.trim();
    }

    /** Return a run with the looks of several and a text of its own. */
    static of(runs, text) {
        const run = new Run();
        for (const part of runs) {
            for (const key of ["letters", "bold", "underlined", "height"]) {
                run[key] += part[key];
            }
        }
        run.text = text;
        return run;
    }

    /** Return one run of several, a blank between two. */
    static join(runs) {
        const written = runs.filter((run) => run && !run.isBlank);
        return Run.of(written, written.map((run) => run.text.replace(/^ +| +$/g, "")).join(" "));
    }
}

export function keepsBlanks(style) {
    return ["pre", "pre-wrap", "break-spaces"].includes(style.whiteSpace);
}

export function keepsLines(style) {
    return style.whiteSpace === "pre-line" || keepsBlanks(style);
}

/** Blanks that set columns, as in the slip of a payment terminal, are none to wrap at. */
function fixBlanks(text) {
    return text.replace(/^ +| {2,}/g, (blanks) => "\u00a0".repeat(blanks.length));
}

/** Return the runs of lines, null where they are not all text. */
export function gatherRuns(lines) {
    const written = lines.filter((line) => line.type !== "feed");
    if (written.some((line) => !["text", "columns"].includes(line.type))) {
        return null;
    }
    return written.map((line) => line.run ?? Run.join([line.left, line.right]));
}
